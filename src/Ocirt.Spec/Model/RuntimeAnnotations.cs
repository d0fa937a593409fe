// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Model;

/// <summary>The annotations that crun introduced and that are honoured; docs/annotations.md lists them all.</summary>
public static class RuntimeAnnotations
{
    /// <summary>The file that the standard output of hooks is appended to.</summary>
    public const string HookOutput = "run.oci.hooks.stdout";

    /// <summary>The file that the standard error of hooks is appended to.</summary>
    public const string HookError = "run.oci.hooks.stderr";

    /// <summary>Leaves the supplementary groups as they are.</summary>
    public const string KeepGroups = "run.oci.keep_original_groups";

    /// <summary>The socket of the seccomp agent, where listenerPath is not given.</summary>
    public const string SeccompReceiver = "run.oci.seccomp.receiver";

    /// <summary>Makes a system call that nobody knows an error.</summary>
    public const string SeccompFailUnknown = "run.oci.seccomp_fail_unknown_syscall";

    /// <summary>Which option carries the label of mounts.</summary>
    public const string MountContextType = "run.oci.mount_context_type";

    /// <summary>The value of an annotation, or null when it is not there.</summary>
    public static string? Find(ContainerConfig config, string name)
    {
        ArgumentNullException.ThrowIfNull(config);
        foreach (NamedValue annotation in config.Annotations)
        {
            if (annotation.Name == name)
            {
                return annotation.Value;
            }
        }

        return null;
    }

    /// <summary>Where the agent of a filter listens, or null.</summary>
    public static string? SeccompAgent(ContainerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return !string.IsNullOrEmpty(config.Linux?.Seccomp?.ListenerPath) ? config.Linux.Seccomp.ListenerPath : Find(config, SeccompReceiver);
    }
}

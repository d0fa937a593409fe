// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Annotations: names, and those that mean something to a runtime (docs/annotations.md).</summary>
internal static class AnnotationRules
{
    private const string ContextTypes = "context, fscontext, defcontext, rootcontext";

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        foreach (NamedValue annotation in config.Annotations)
        {
            if (annotation.Name.Length == 0)
            {
                bag.Add(DiagnosticId.Empty, annotation.Offset, [], "the annotation a name");
            }
            else if (annotation.Name.StartsWith("run.oci.", StringComparison.Ordinal))
            {
                CheckKnown(annotation, bag);
            }
        }
    }

    private static void CheckKnown(NamedValue annotation, DiagnosticBag bag)
    {
        switch (annotation.Name)
        {
            case RuntimeAnnotations.HookOutput or RuntimeAnnotations.HookError or RuntimeAnnotations.SeccompReceiver:
                if (annotation.Value.Length == 0 || annotation.Value[0] != '/')
                {
                    bag.Add(DiagnosticId.NotAbsolute, annotation.Offset, [], ValueText.Quote(annotation.Value));
                }

                break;
            case RuntimeAnnotations.MountContextType:
                if (annotation.Value is not ("context" or "fscontext" or "defcontext" or "rootcontext"))
                {
                    bag.Add(DiagnosticId.UnknownName, annotation.Offset, [], ValueText.Quote(annotation.Value), ContextTypes);
                }

                break;
            case RuntimeAnnotations.KeepGroups or RuntimeAnnotations.SeccompFailUnknown:
                break;
            default:
                if (Refusal(annotation.Name) is (string reason, string hint))
                {
                    bag.Add(DiagnosticId.AnnotationRefused, annotation.Offset, [], reason, hint);
                }
                else
                {
                    bag.Add(DiagnosticId.AnnotationIgnored, annotation.Offset, []);
                }

                break;
        }
    }

    /// <summary>Why a known annotation cannot be honoured and what to do instead, or null.</summary>
    private static (string Reason, string Hint)? Refusal(string name) => name switch
    {
        "run.oci.handler" => ("the program runs as it is, there are no handlers for virtual machines or WebAssembly", "use a runtime that has the handler"),
        "run.oci.seccomp.plugins" => ("no code is loaded into the runtime", "let an agent listen at linux.seccomp.listenerPath"),
        "run.oci.seccomp_bpf_data" => ("a filter is compiled from linux.seccomp only, so that it can be checked", "write the rules to linux.seccomp"),
        "run.oci.systemd.force_cgroup_v1" => ("a version 1 hierarchy is mounted only where the host uses version 1", "run a guest whose systemd knows cgroup v2"),
        "run.oci.systemd.subgroup" or "run.oci.delegate-cgroup" => ("the container is in the cgroup that linux.cgroupsPath names", "name the whole path there"),
        "run.oci.timens_offset" => ("the specification has a field for clock offsets", "use linux.timeOffsets"),
        "run.oci.pidfd_receiver" => ("the command line has an option for it", "use --pidfd-socket"),
        _ => null,
    };
}

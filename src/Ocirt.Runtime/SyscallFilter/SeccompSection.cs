// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>Compiles the seccomp section of a configuration.</summary>
public static class SeccompSection
{
    /// <summary>The filter, or an empty one when there is no section.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="stateRoot">The state root, beside which compiled filters are kept; null or empty to keep none.</param>
    /// <exception cref="ContainerException">The section cannot be compiled.</exception>
    public static CompiledFilter Compile(ContainerConfig config, string? stateRoot)
    {
        if (config.Linux?.Seccomp is not { } section)
        {
            return new(ReadOnlyMemory<byte>.Empty, 0);
        }

        try
        {
            SeccompProfile profile = ToProfile(section);
            bool failsOnUnknown = RuntimeAnnotations.Find(config, RuntimeAnnotations.SeccompFailUnknown) is not null;
            using SeccompCache? cache = failsOnUnknown || string.IsNullOrEmpty(stateRoot) ? null : SeccompCache.TryOpen(stateRoot);
            string key = cache is null ? string.Empty : SeccompKey.Of(profile);
            if (cache is not null && cache.TryRead(key, out CompiledFilter kept))
            {
                return kept;
            }

            SeccompFilter compiled = SeccompCompiler.Compile(profile);
            if (failsOnUnknown && compiled.UnknownNames.Count != 0)
            {
                throw new SeccompException(
                    $"linux.seccomp.syscalls: the system call '{compiled.UnknownNames[0]}' is not known, and the annotation '{RuntimeAnnotations.SeccompFailUnknown}' makes that an error");
            }

            CompiledFilter filter = new(compiled.Instructions, compiled.Flags);
            cache?.Write(key, filter);
            return filter;
        }
        catch (SeccompException refused)
        {
            throw new ContainerException(FailureKind.Config, refused.Message.StartsWith("linux.", StringComparison.Ordinal) ? refused.Message : $"linux.seccomp: {refused.Message}");
        }
    }

    private static SeccompProfile ToProfile(SeccompConfig section)
    {
        SeccompProfileRule[] rules = new SeccompProfileRule[section.Syscalls.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            SeccompRule rule = section.Syscalls[i];
            SeccompCondition[] conditions = Array.ConvertAll(
                rule.Args,
                static argument => new SeccompCondition(argument.Index ?? 0, argument.Value ?? 0, argument.ValueTwo ?? 0, argument.Op!));
            rules[i] = new(rule.Names, rule.Action!, rule.ErrnoRet, conditions);
        }

        return new(section.DefaultAction!, section.DefaultErrnoRet, section.Architectures, section.Flags, rules);
    }
}

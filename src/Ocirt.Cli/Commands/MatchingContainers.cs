// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Cli.Parsing;
using Ocirt.Linux;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary>Does the same to every container whose id has a pattern in it (<c>--regex</c>).</summary>
internal static class MatchingContainers
{
    /// <summary>Does it to each; one that fails is told of and does not keep the others from it.</summary>
    /// <exception cref="CommandException">The pattern is malformed, or some failed.</exception>
    internal static void ForEach(CommandContext context, string pattern, Action<ContainerState> action)
    {
        using PosixPattern compiled = PosixPattern.TryCompile(pattern)
            ?? throw new CommandException($"the pattern {UsageText.Quote(pattern)} is no extended regular expression");
        List<ContainerState> matching = ContainerList.Read(context.Store, context.Log.Warning).FindAll(state => compiled.IsIn(state.Id));
        string? first = null;
        int failed = 0;
        foreach (ContainerState state in matching)
        {
            try
            {
                action(state);
            }
            catch (Exception failure) when (failure is ContainerException or SyscallException)
            {
                first ??= failure.Message;
                failed++;
            }
        }

        if (first is not null)
        {
            throw new CommandException($"{failed} of {matching.Count} containers failed, the first: {first}");
        }
    }
}

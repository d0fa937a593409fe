// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt ps</c>: lists the processes of a container.</summary>
internal sealed class PsCommand : ICommand<PsOptions>
{
    /// <inheritdoc/>
    public static int Execute(PsOptions options, CommandContext context)
    {
        List<int> pids = ContainerProcesses.Read(context.Store, options.Id);
        StandardStreams.Write(options.Format == ListFormat.Json
            ? $"[{string.Join(',', pids)}]\n"
            : ContainerProcesses.Table(pids, options.Arguments as List<string> ?? ["-ef"]));
        return ExitCodes.Success;
    }
}

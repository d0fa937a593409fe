// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt list</c>: lists the containers of the state root.</summary>
internal sealed class ListCommand : ICommand<ListOptions>
{
    /// <inheritdoc/>
    public static int Execute(ListOptions options, CommandContext context)
    {
        List<ContainerState> states = ContainerList.Read(context.Store, context.Log.Warning);
        StandardStreams.Write(options.Quiet ? ContainerListText.Ids(states)
            : options.Format == ListFormat.Json ? ContainerListText.Json(states)
            : ContainerListText.Table(states));
        return ExitCodes.Success;
    }
}

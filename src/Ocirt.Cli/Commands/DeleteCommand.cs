// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt delete</c>: removes what there is of a container.</summary>
internal sealed class DeleteCommand : ICommand<DeleteOptions>
{
    /// <inheritdoc/>
    public static int Execute(DeleteOptions options, CommandContext context)
    {
        if (options.Regex)
        {
            MatchingContainers.ForEach(context, options.Id, state => ContainerDeletion.Execute(context.Store, state.Id, options.Force, context.Log.Warning));
        }
        else
        {
            ContainerDeletion.Execute(context.Store, options.Id, options.Force, context.Log.Warning);
        }

        return ExitCodes.Success;
    }
}

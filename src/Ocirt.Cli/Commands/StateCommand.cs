// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt state</c>: prints the state of a container.</summary>
internal sealed class StateCommand : ICommand<StateOptions>
{
    /// <inheritdoc/>
    public static int Execute(StateOptions options, CommandContext context)
    {
        using Container container = Container.Open(context.Store, options.Id);
        StandardStreams.Write(container.Describe(new UserNames()).ToJson(indented: true));
        StandardStreams.Write("\n"u8);
        return ExitCodes.Success;
    }
}

// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt resume</c>: lets the processes of a paused container go on.</summary>
internal sealed class ResumeCommand : ICommand<ResumeOptions>
{
    /// <inheritdoc/>
    public static int Execute(ResumeOptions options, CommandContext context)
    {
        ContainerPause.Resume(context.Store, options.Id);
        return ExitCodes.Success;
    }
}

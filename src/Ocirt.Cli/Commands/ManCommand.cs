// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt man</c>: prints the generated manual page, which <c>make install</c> installs.</summary>
internal sealed class ManCommand : ICommand<ManOptions>
{
    /// <inheritdoc/>
    public static int Execute(ManOptions options, CommandContext context)
    {
        StandardStreams.Write(OcirtCommandLine.ManPage);
        return ExitCodes.Success;
    }
}

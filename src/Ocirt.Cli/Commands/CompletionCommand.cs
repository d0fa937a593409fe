// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Cli.Parsing;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt completion</c>: prints the generated completion; <c>source &lt;(ocirt completion bash)</c> takes it into use.</summary>
internal sealed class CompletionCommand : ICommand<CompletionOptions>
{
    /// <inheritdoc/>
    public static int Execute(CompletionOptions options, CommandContext context)
    {
        if (options.Shell != "bash")
        {
            throw new CommandException($"there is no completion for the shell {UsageText.Quote(options.Shell)}, only for 'bash'");
        }

        StandardStreams.Write(OcirtCommandLine.BashCompletion);
        return ExitCodes.Success;
    }
}

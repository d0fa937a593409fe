// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Commands;

namespace Ocirt.Cli.Tests.Grammar;

internal sealed class ExampleExecCommand : ICommand<ExampleExecOptions>
{
    public static int Execute(ExampleExecOptions options, CommandContext context) => 0;
}

// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Commands;

namespace Ocirt.Cli.Tests.Grammar;

internal sealed class ExampleKillCommand : ICommand<ExampleKillOptions>
{
    public static int Execute(ExampleKillOptions options, CommandContext context) => 0;
}

// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Commands;

/// <summary>A command: what it does with its options. The generated dispatch calls <see cref="Execute"/> directly.</summary>
/// <typeparam name="TOptions">The option class, marked with <c>[Verb]</c>.</typeparam>
internal interface ICommand<TOptions>
{
    /// <summary>Carries the command out. Failures are exceptions; Program reports them.</summary>
    /// <returns>The exit code.</returns>
    public static abstract int Execute(TOptions options, CommandContext context);
}

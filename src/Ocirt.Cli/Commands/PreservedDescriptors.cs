// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Commands;

/// <summary>The rule for <c>--preserve-fds</c>, which several commands have.</summary>
internal static class PreservedDescriptors
{
    private const int Largest = 1000;

    /// <summary>Refuses a number beyond any use.</summary>
    internal static void Check(int count)
    {
        if (count > Largest)
        {
            throw new CommandException($"option '--preserve-fds' cannot be '{count}', it must be at most {Largest}");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// The descriptors beside the standard streams that a process gets: first those of socket activation (LISTEN_FDS of
/// sd_listen_fds(3)), then as many as --preserve-fds says.
/// </summary>
/// <param name="Activated">How many come from socket activation.</param>
/// <param name="Count">How many there are, from 3 on.</param>
public readonly record struct InheritedDescriptors(int Activated, int Count)
{
    /// <summary>The most that can be handed on.</summary>
    public const int Most = 1000;

    /// <summary>Counts what is handed on, and checks that it is there.</summary>
    /// <param name="preserved">What --preserve-fds says.</param>
    /// <param name="withActivation">Whether descriptors of socket activation are handed on as well.</param>
    /// <exception cref="ContainerException">One of them is not open.</exception>
    public static InheritedDescriptors Find(int preserved, bool withActivation)
    {
        int activated = withActivation ? CountActivated() : 0;
        for (int number = 3; number < 3 + activated + preserved; number++)
        {
            // A closed number may have been taken by a file of this program, which the container must never get.
            if (!FileDescriptor.IsInherited(number))
            {
                string source = number < 3 + activated ? $"LISTEN_FDS={activated}" : $"--preserve-fds {preserved}";
                throw new ContainerException(FailureKind.Descriptors, $"{source}: descriptor {number} is not open");
            }
        }

        return new(activated, activated + preserved);
    }

    /// <summary>The variables that tell the process of them; its pid is 1, as in a pid namespace of its own.</summary>
    public string[] Environment => Activated == 0
        ? []
        : [string.Create(CultureInfo.InvariantCulture, $"LISTEN_FDS={Activated}"), "LISTEN_PID=1"];

    /// <summary>Descriptors that were meant for this process, and not for one that was started before in its chain.</summary>
    private static int CountActivated()
    {
        string? count = System.Environment.GetEnvironmentVariable("LISTEN_FDS");
        string? pid = System.Environment.GetEnvironmentVariable("LISTEN_PID");
        if (string.IsNullOrEmpty(count) || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int owner) || owner != OwnProcess.Pid)
        {
            return 0;
        }

        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Most
            ? number
            : throw new ContainerException(FailureKind.Descriptors, $"LISTEN_FDS='{count}': must be a number from 0 to {Most}");
    }
}

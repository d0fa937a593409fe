// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using FluentAssertions;
using Ocirt.Linux;
using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>Telling one process from others that get its number.</summary>
public sealed class ProcessIdentityTests
{
    [Fact]
    public void A_process_is_alive_until_it_has_ended_whether_it_was_waited_for_or_not()
    {
        using Process sleep = Process.Start("/bin/sleep", "60");
        using ChildProcess child = ChildProcess.Open(sleep.Id);
        ProcessIdentity identity = ProcessIdentity.Of(child);

        identity.IsAlive(out ProcessStat stat).Should().BeTrue();
        stat.StartTime.Should().Be(identity.StartTime);
        using (ChildProcess? opened = identity.TryOpen())
        {
            opened.Should().NotBeNull();
        }

        child.TrySignal(9).Should().BeTrue();
        child.WaitForEnd(10_000).Should().BeTrue();
        identity.IsAlive(out _).Should().BeFalse();
        identity.TryOpen().Should().BeNull();
        sleep.WaitForExit();
        identity.IsAlive(out _).Should().BeFalse();
    }

    [Fact]
    public void Another_process_of_the_same_number_is_not_it()
    {
        using ChildProcess self = ChildProcess.Open(Environment.ProcessId);
        ProcessIdentity identity = ProcessIdentity.Of(self);

        identity.IsAlive(out _).Should().BeTrue();
        (identity with { StartTime = identity.StartTime - 1 }).IsAlive(out _).Should().BeFalse();
        (identity with { StartTime = identity.StartTime - 1 }).TryOpen().Should().BeNull();
        if (identity.PidfdInode != 0)
        {
            (identity with { PidfdInode = identity.PidfdInode + 1 }).TryOpen().Should().BeNull();
        }
    }
}

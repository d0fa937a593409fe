// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;

using FluentAssertions;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

using Xunit;

namespace Ocirt.Cgroups.Tests;

public sealed class FreezingTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void A_frozen_process_makes_no_progress_until_it_is_thawed(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        string counter = Path.GetTempFileName();
        try
        {
            ChildProcess child = test.Start("/bin/bash", ["bash", "-c", $"while :; do echo >> '{counter}'; done"]);
            Wait.Until(() => new FileInfo(counter).Length > 0);

            test.Cgroup.Freeze(TestCgroup.Patience);
            long frozen = new FileInfo(counter).Length;
            test.Cgroup.IsFrozen.Should().BeTrue();
            child.WaitForEnd(timeoutMilliseconds: 50).Should().BeFalse();
            new FileInfo(counter).Length.Should().Be(frozen);

            test.Cgroup.Thaw(TestCgroup.Patience);
            test.Cgroup.IsFrozen.Should().BeFalse();
            Wait.Until(() => new FileInfo(counter).Length > frozen);
        }
        finally
        {
            File.Delete(counter);
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Thawing_reaches_frozen_cgroups_below(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        ChildProcess child = test.Start("/bin/sleep", ["sleep", "1000"], "/inner/innermost");
        string inner = test.Cgroup.Hierarchies[0].Directory + "/inner";
        (string file, string value) = version == "v1" ? ("freezer.state", "FROZEN") : ("cgroup.freeze", "1");
        File.WriteAllText($"{inner}/{file}", value);
        test.Cgroup.Freeze(TestCgroup.Patience);

        test.Cgroup.Thaw(TestCgroup.Patience);
        child.TrySignal(Signal.SIGTERM);
        child.Wait().Signal.Should().Be(Signal.SIGTERM);
    }

    [Fact]
    public void A_cgroup_that_has_become_empty_is_thawed_though_the_kernel_says_otherwise()
    {
        string mount = Directory.CreateTempSubdirectory("ocirt-freezing-").FullName;
        try
        {
            File.WriteAllText(mount + "/cgroup.freeze", "1\n");
            File.WriteAllText(mount + "/cgroup.events", "populated 0\nfrozen 1\n");
            using Cgroup cgroup = new(CgroupLayout.Unified, [new CgroupHierarchy("", mount, "", 0)]);
            Action thaw = () => cgroup.Thaw(timeoutMilliseconds: 0);
            thaw.Should().NotThrow();
            File.WriteAllText(mount + "/cgroup.events", "populated 1\nfrozen 1\n");
            thaw.Should().Throw<CgroupException>().WithMessage($"thawing the cgroup '{mount}': it is still frozen after 0 ms");
        }
        finally
        {
            Directory.Delete(mount, recursive: true);
        }
    }

    [Fact]
    public void A_cgroup_whose_parent_is_frozen_is_not_thawed_and_the_parent_is_named()
    {
        using TestCgroup test = TestCgroup.CreateFor("v2");
        CgroupHierarchy outer = test.Cgroup.Hierarchies[0];
        Directory.CreateDirectory(outer.Directory + "/inner");
        Cgroup inner = new(test.Cgroup.Layout, [outer with { Path = outer.Path + "/inner" }]);
        test.Cgroup.Freeze(TestCgroup.Patience);

        Action thaw = () => inner.Thaw();
        thaw.Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"thawing the cgroup '{outer.Directory}/inner': the cgroup '{outer.Directory}' above it is frozen: thaw that one first");
        inner.IsFrozen.Should().BeFalse(because: "only the one above was asked to be");
        test.Cgroup.Thaw(TestCgroup.Patience);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Every_process_below_is_listed_and_gets_a_signal(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        ChildProcess[] children = [.. Enumerable.Range(0, 5).Select(i => test.Start("/bin/sleep", ["sleep", "1000"], i % 2 == 0 ? "" : "/inner"))];

        test.Cgroup.Processes().Should().BeEquivalentTo(children.Select(child => child.Pid));
        test.Cgroup.SignalAll(Signal.SIGTERM, TestCgroup.Patience);

        children.Select(child => child.Wait().Signal).Should().OnlyContain(signal => signal == Signal.SIGTERM);
        test.Cgroup.Processes().Should().BeEmpty();
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Killing_reaches_frozen_processes(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        ChildProcess child = test.Start("/bin/sleep", ["sleep", "1000"], "/inner");
        test.Cgroup.Freeze(TestCgroup.Patience);

        test.Cgroup.SignalAll(Signal.SIGKILL, TestCgroup.Patience);

        child.Wait().Signal.Should().Be(Signal.SIGKILL);
        Action wait = () => Wait.Until(() => test.Cgroup.Processes().Count == 0);
        wait.Should().NotThrow();
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void A_cgroup_that_was_frozen_stays_so_when_its_processes_get_a_signal(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        ChildProcess child = test.Start("/bin/sleep", ["sleep", "1000"]);
        test.Cgroup.Freeze(TestCgroup.Patience);

        test.Cgroup.SignalAll(Signal.SIGTERM, TestCgroup.Patience);

        test.Cgroup.IsFrozen.Should().BeTrue();
        test.Cgroup.Thaw(TestCgroup.Patience);
        child.Wait().Signal.Should().Be(Signal.SIGTERM);
    }
}

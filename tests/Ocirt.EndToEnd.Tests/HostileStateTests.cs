// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>State directories that were damaged, are of somebody else, or lie on a disk that takes nothing more.</summary>
public sealed class HostileStateTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";
    private const string Broken = "'{1}/{0}/state.json' is broken: 'ocirt delete --force {0}' removes the container";
    private const string Newer =
        "'{1}/{0}/state.json' is of version 7, which this ocirt does not know: the one that made it can use the container, and 'ocirt delete --force {0}' removes it";

    private const string NoDirectory = "the state of container '{0}': '{1}/{0}': not a directory";

    private static readonly string[] s_commands =
        ["state {0}", "start {0}", "kill {0} 9", "kill --all {0} 9", "ps {0}", "pause {0}", "resume {0}", "exec {0} true", "update --pids-limit 9 {0}", "delete {0}"];

    [Theory]
    [InlineData("empty", ": > state.json", Broken)]
    [InlineData("garbage", "head -c 300 /dev/zero | tr '\\0' '\\377' > state.json", Broken)]
    [InlineData("truncated", "truncate -s 200 state.json", Broken)]
    [InlineData("of another shape", "echo '[]' > state.json", Broken)]
    [InlineData("without fields", "echo '{}' > state.json", Broken)]
    [InlineData("with a pid that is none", "sed -i 's/\"pid\":[0-9]*/\"pid\":\"a\"/' state.json", Broken)]
    [InlineData("with a layout that is none", "sed -i 's/\"cgroupLayout\":[0-9]/\"cgroupLayout\":77/' state.json", Broken)]
    [InlineData("a directory", "rm state.json; mkdir state.json", Broken)]
    [InlineData("a link", "ln -sf /etc/passwd state.json", Broken)]
    [InlineData("a fifo", "rm state.json; mkfifo state.json", Broken)]
    [InlineData("newer", "sed -i 's/\"version\":1/\"version\":7/' state.json", Newer)]
    public void A_record_that_cannot_be_read_is_told_by_every_command_and_removed_by_force(string what, string damage, string message)
    {
        string id = host.NewId(), good = host.NewId(), bundle = host.Bundle(Endless);
        host.Start($"run --detach -b '{bundle}' {id}").Code.Should().Be(0);
        host.Start($"create -b '{bundle}' {good}").Code.Should().Be(0);
        ContainerFixture.Shell($"cd '{host.StateRoot}/{id}' && {damage}").Should().Be(new RunResult(0, "", ""));

        Check(id, message, what);
        RunResult list = host.Command("list -q");
        list.Should().Be(new RunResult(0, good + "\n", $"ocirt: warning: {Text(message, id)}\n"), because: what);
        ContainerFixture.Processes(id).Should().BeGreaterThan(0, because: "nothing has touched it");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""), because: what);
        Path.Exists($"{host.StateRoot}/{id}").Should().BeFalse();
        ContainerFixture.Eventually(() => ContainerFixture.Processes(id) == 0);
        host.Command($"delete {good}").Code.Should().Be(0);
    }

    [Theory]
    [InlineData("mkdir -p {0}; ln -s '{1}' {0}/{2}")]
    [InlineData("mkdir -p {0}; ln -s /nowhere {0}/{2}")]
    [InlineData("mkdir -p {0}; echo text > {0}/{2}")]
    [InlineData("mkdir -p {0}; mkfifo {0}/{2}")]
    public void What_is_no_directory_is_no_container_and_goes_by_force(string make)
    {
        string id = host.NewId(), kept = Path.Combine(host.Work, id + "-kept"), bundle = host.Bundle(Endless);
        Directory.CreateDirectory(kept);
        File.WriteAllText(kept + "/file", "kept");
        ContainerFixture.Shell(Format(make, host.StateRoot, kept, id)).Should().Be(new RunResult(0, "", ""));

        Check(id, NoDirectory, make);
        host.Command($"create -b '{bundle}' {id}").LastError.Should().Be($"ocirt: container with given ID already exists: '{id}' (below the state root '{host.StateRoot}')");
        host.Command("list").Code.Should().Be(0);
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Shell($"ls -A '{host.StateRoot}' | grep -x {id}").Output.Should().BeEmpty();
        File.ReadAllText(kept + "/file").Should().Be("kept", because: "only the link goes");
    }

    [Theory]
    [InlineData("rm journal")]
    [InlineData("rm journal; mkdir journal")]
    [InlineData("ln -sf /etc/passwd journal")]
    [InlineData("head -c 300 /dev/zero | tr '\\0' '\\377' > journal")]
    public void Without_its_journal_a_container_works_and_goes_by_force(string damage)
    {
        string id = host.NewId();
        host.Start($"run --detach -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        ContainerFixture.Shell($"cd '{host.StateRoot}/{id}' && {damage}").Should().Be(new RunResult(0, "", ""));

        host.State(id)["status"]!.GetValue<string>().Should().Be("running");
        host.Command($"exec {id} echo there").Should().Be(new RunResult(0, "there\n", ""));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        Directory.Exists($"{host.StateRoot}/{id}").Should().BeFalse();
        ContainerFixture.Eventually(() => ContainerFixture.Processes(id) == 0);
        ContainerFixture.Shell($"find /sys/fs/cgroup -depth -type d -name {id} -exec rmdir {{}} +");
    }

    [Fact]
    public void Of_a_container_of_an_earlier_boot_only_the_state_is_left()
    {
        string id = host.NewId();
        host.Start($"run --detach -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        ContainerFixture.Shell($"sed -i 's/\"bootId\":\"[^\"]*\"/\"bootId\":\"00000000-0000-0000-0000-000000000000\"/' '{host.StateRoot}/{id}/state.json'").Code.Should().Be(0);

        host.State(id)["status"]!.GetValue<string>().Should().Be("stopped");
        host.Command($"start {id}").Should().Be(Failure($"cannot start a container that has stopped: '{id}'"));
        host.Command($"kill {id} 9").Should().Be(Failure($"container not running: '{id}' is stopped"));
        host.Command($"kill --all {id} 9").Should().Be(new RunResult(0, "", ""));
        host.Command($"ps --format json {id}").Should().Be(new RunResult(0, "[]\n", ""));
        host.Command($"pause {id}").Should().Be(Failure($"container not running: '{id}' is stopped"));
        host.Command("list -q").Should().Be(new RunResult(0, id + "\n", ""));
        ContainerFixture.Processes(id).Should().BePositive(because: "a cgroup of that name may be anybody's now");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void What_lies_in_a_directory_that_ocirt_did_not_make_is_not_removed()
    {
        string id = host.NewId(), extra = $"{host.StateRoot}/{id}/extra";
        host.Start($"run --detach -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        Directory.CreateDirectory(extra + "/deep");

        host.Command($"delete --force {id}").Should().Be(Failure($"cannot remove '{extra}': directory not empty"));
        Directory.Delete(extra, recursive: true);
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_directory_of_another_user_shows_its_owner_and_does_what_it_is_told()
    {
        string id = host.NewId();
        host.Start($"run --detach -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        ContainerFixture.Shell($"chown -R 54321:54321 '{host.StateRoot}/{id}'").Code.Should().Be(0);

        host.State(id)["owner"]!.GetValue<string>().Should().Be("#54321");
        ContainerFixture.Shell($"chmod 711 '{host.Work}' '{host.StateRoot}'; setpriv --reuid 54322 --clear-groups {host.CommandLine($"state {id}")}").Should().Be(
            Failure($"state root '{host.StateRoot}': permission denied"));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void On_a_full_disk_nothing_is_made_and_what_is_there_can_be_used_and_deleted()
    {
        string id = host.NewId(), root = Path.Combine(host.Work, id + "-full"), bundle = host.Bundle(Endless);
        Directory.CreateDirectory(root);
        string fill = $"dd if=/dev/zero of='{root}/.fill' bs=4k 2> /dev/null || true";
        OnTmpfs(root, $"""
            {fill}
            ocirt create -b '{bundle}' {id} || echo $?
            ocirt run -b '{bundle}' {id} || echo $?
            ls '{root}'
            ocirt delete --force {id}
            rm '{root}/.fill'
            ocirt create -b '{bundle}' {id} > /dev/null < /dev/null
            {fill}
            ocirt state {id} | grep -o '"status": .*"'
            ocirt start {id}
            ocirt exec {id} true
            ocirt update --pids-limit 9 {id} || echo $?
            ocirt pause {id}
            ocirt resume {id}
            ocirt list -q
            ocirt kill {id} 9
            ocirt delete --force {id}
            ls '{root}'
            """).Should().Be(new RunResult(
                0,
                $"1\n1\n\"status\": \"created\"\n1\n{id}\n",
                $"ocirt: write([N]<{root}/{id}/journal>): ENOSPC: no space left on device\n"
                + $"ocirt: write([N]<{root}/{id}/journal>): ENOSPC: no space left on device\n"
                + $"ocirt: write([N]<{root}/{id}/.config.json>): ENOSPC: no space left on device\n"));
    }

    [Fact]
    public void On_a_read_only_root_what_needs_no_writing_works()
    {
        string id = host.NewId(), root = Path.Combine(host.Work, id + "-ro"), bundle = host.Bundle(Endless);
        Directory.CreateDirectory(root);
        OnTmpfs(root, $"""
            ocirt create -b '{bundle}' {id} > /dev/null < /dev/null
            mount -o remount,ro '{root}'
            ocirt create -b '{bundle}' {id}-2 || echo $?
            ocirt start {id}
            ocirt state {id} | grep -o '"status": .*"'
            ocirt exec {id} true
            ocirt list -q
            ocirt kill {id} 9
            ocirt delete --force {id} || echo $?
            mount -o remount,rw '{root}'
            ocirt delete --force {id}
            ls '{root}'
            """).Should().Be(new RunResult(
                0,
                $"1\n\"status\": \"running\"\n{id}\n1\n",
                $"ocirt: state root '{root}': cannot make '{id}-2': read-only file system\n"
                + $"ocirt: cannot remove '{root}/{id}/start.sock': read-only file system\n"));
    }

    /// <summary>Runs a script with a state root on a small tmpfs, which nobody else sees and which goes with the script.</summary>
    private RunResult OnTmpfs(string root, string script)
    {
        string file = root + ".sh";
        File.WriteAllText(file, $"set -eu\nocirt() {{ '{host.Binary}' --root '{root}' \"$@\"; }}\nmount -t tmpfs -o size=64k tmpfs '{root}'\n{script}\n");
        RunResult result = ContainerFixture.Shell($"unshare --mount --propagation private bash '{file}'");
        return result with { Error = System.Text.RegularExpressions.Regex.Replace(result.Error, @"\[\d+\]", "[N]") };
    }

    private void Check(string id, string message, string because)
    {
        foreach (string command in s_commands)
        {
            // exec fails with 255, as that of runc.
            host.Command(Format(command, id)).Should().Be(
                new RunResult(command.StartsWith("exec", StringComparison.Ordinal) ? 255 : 1, "", $"ocirt: {Text(message, id)}\n"), because: $"{command}, {because}");
        }
    }

    private string Text(string message, string id) => Format(message, id, host.StateRoot);

    private static string Format(string format, params object[] words) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, words);

    private static RunResult Failure(string message) => new(1, "", $"ocirt: {message}\n");
}

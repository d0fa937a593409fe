// SPDX-License-Identifier: Apache-2.0

using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>How the host reads what the test VM says on its status port.</summary>
public sealed class StatusPortTests
{
    /// <summary>The guest's bytes come when the emulated machine has time for them.</summary>
    [Fact]
    public async Task A_line_that_comes_in_pieces_is_read_as_one()
    {
        (await Run("printf e; sleep 1.3; printf 'xit 0\\n'; sleep 0.1", "next_status 3 $((SECONDS + 30)) $! && printf %s \"$line\""))
            .Should().Be("exit 0");
    }

    [Fact]
    public async Task The_last_line_of_a_machine_that_has_ended_is_read()
    {
        (await Run("printf 'exit 7\\n'", "wait $!; next_status 3 $((SECONDS + 30)) $! && printf %s \"$line\""))
            .Should().Be("exit 7");
    }

    [Fact]
    public async Task Half_a_line_of_a_machine_that_has_ended_is_none()
    {
        (await Run("printf 'exit '", "wait $!; next_status 3 $((SECONDS + 30)) $! || printf 'none, after %s' \"$line\""))
            .Should().Be("none, after exit ");
    }

    [Fact]
    public async Task A_machine_that_says_nothing_is_given_up_at_the_deadline()
    {
        (await Run("exec sleep 30", "next_status 3 $SECONDS $! || printf 'given up'; kill $!")).Should().Be("given up");
    }

    private static async Task<string> Run(string guest, string host)
    {
        string library = Path.Combine(Repository.Root, "tests/vm/status-port.sh");
        string script = $". '{library}'; pipe=$(mktemp -u); mkfifo \"$pipe\"; exec 3<>\"$pipe\"; rm \"$pipe\"; ({guest}) >&3 3>&- & {host}";
        var start = new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}

// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>How <c>tests/run-tests</c> treats what fails: a script stands in for a program of xunit.</summary>
public sealed class RunTestsTests : IDisposable
{
    private const string Fails = "echo '    Ocirt.X.Tests.A.B(row: 1) [FAIL]'; echo '      why'; exit 1";

    private readonly string _directory = Directory.CreateTempSubdirectory("ocirt-run-tests-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_passes_runs_once()
    {
        (await Run("echo \"$*\"")).Should().Be("-xml results -noColor\nexit code 0\n");
    }

    [Fact]
    public async Task What_failed_runs_again_alone_and_is_told_when_it_passes()
    {
        (await Run($"[ $1 = -xml ] || {{ echo \"$*\"; exit 0; }}; {Fails}")).Should().Be("""
                Ocirt.X.Tests.A.B(row: 1) [FAIL]
                  why
            -- once more, alone: Ocirt.X.Tests.A.B
            -noColor -method Ocirt.X.Tests.A.B
            -- failed once and passed alone:
                Ocirt.X.Tests.A.B(row: 1) [FAIL]
                  why
            exit code 0

            """);
    }

    [Fact]
    public async Task What_fails_twice_is_an_error()
    {
        (await Run(Fails)).Should().EndWith("""
            -- failed twice, or another row of it did:
                Ocirt.X.Tests.A.B(row: 1) [FAIL]
                  why
            exit code 1

            """);
    }

    [Fact]
    public async Task More_than_five_failures_are_an_error_at_once()
    {
        (await Run("for i in A B C D E F; do echo \"    Ocirt.X.Tests.T.$i [FAIL]\"; done; exit 1")).Should().EndWith("""
                Ocirt.X.Tests.T.F [FAIL]
            -- failed: Ocirt.X.Tests.T.A Ocirt.X.Tests.T.B Ocirt.X.Tests.T.C Ocirt.X.Tests.T.D Ocirt.X.Tests.T.E Ocirt.X.Tests.T.F
            exit code 1

            """);
    }

    [Fact]
    public async Task A_program_that_dies_without_a_failed_test_is_an_error()
    {
        (await Run("kill -SEGV $$")).Should().EndWith("exit code 139\n");
    }

    private async Task<string> Run(string program)
    {
        string path = Path.Combine(_directory, "program");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{program}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string script = $"'{Path.Combine(Repository.Root, "tests/run-tests")}' '{path}' -xml results 2>/dev/null; echo exit code $?";
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}

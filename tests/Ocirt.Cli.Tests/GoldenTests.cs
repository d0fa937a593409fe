// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>The generated texts, whole. With OCIRT_UPDATE_GOLDEN set to the source folder the files are written anew.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("None", "help.txt")]
    [InlineData("Run", "help-run.txt")]
    [InlineData("Create", "help-create.txt")]
    [InlineData("Start", "help-start.txt")]
    [InlineData("Exec", "help-exec.txt")]
    [InlineData("State", "help-state.txt")]
    [InlineData("Kill", "help-kill.txt")]
    [InlineData("Delete", "help-delete.txt")]
    [InlineData("List", "help-list.txt")]
    [InlineData("Ps", "help-ps.txt")]
    [InlineData("Pause", "help-pause.txt")]
    [InlineData("Resume", "help-resume.txt")]
    [InlineData("Update", "help-update.txt")]
    [InlineData("Events", "help-events.txt")]
    [InlineData("Spec", "help-spec.txt")]
    [InlineData("Validate", "help-validate.txt")]
    [InlineData("Plan", "help-plan.txt")]
    [InlineData("Features", "help-features.txt")]
    [InlineData("Explain", "help-explain.txt")]
    [InlineData("Doctor", "help-doctor.txt")]
    [InlineData("Completion", "help-completion.txt")]
    [InlineData("Man", "help-man.txt")]
    public void Help_is_as_recorded(string command, string file) =>
        Compare(OcirtCommandLine.HelpText(Enum.Parse<OcirtCommandLine.Command>(command)), file);

    [Fact]
    public void Every_command_has_a_recorded_help() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "help*.txt").Should().HaveCount(Enum.GetNames<OcirtCommandLine.Command>().Length);

    [Fact]
    public void The_manual_page_is_as_recorded() => Compare(OcirtCommandLine.ManPage, "ocirt.8");

    [Fact]
    public void The_bash_completion_is_as_recorded() => Compare(OcirtCommandLine.BashCompletion, "ocirt.bash");

    private static void Compare(ReadOnlySpan<byte> text, string file)
    {
        string actual = Encoding.UTF8.GetString(text);
        if (Environment.GetEnvironmentVariable("OCIRT_UPDATE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, file), actual);
        }

        actual.Should().Be(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)));
    }
}

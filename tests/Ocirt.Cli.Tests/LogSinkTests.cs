// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Parsing;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class LogSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocirt-cli-").FullName;

    private string ErrorsPath => Path.Combine(_folder, "stderr");

    private string LogPath => Path.Combine(_folder, "log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_file_everything_of_the_level_goes_to_the_standard_error()
    {
        Use([], WriteAllLevels);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: warning: careful\nocirt: it failed\n");
    }

    [Fact]
    public void An_empty_file_name_is_none()
    {
        Use(["--log="], WriteAllLevels);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: warning: careful\nocirt: it failed\n");
    }

    [Fact]
    public void Debug_messages_are_written_when_asked_for()
    {
        Use(["--debug", "--log-level=error"], WriteAllLevels);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: debug: step\nocirt: warning: careful\nocirt: it failed\n");
    }

    [Fact]
    public void The_level_error_leaves_warnings_out()
    {
        Use(["--log-level=error"], WriteAllLevels);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: it failed\n");
    }

    [Fact]
    public void With_a_file_only_errors_go_to_the_standard_error()
    {
        Use(["--log", LogPath, "--log-format=json"], WriteAllLevels);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: it failed\n");
        string[] lines = File.ReadAllLines(LogPath);
        lines.Should().HaveCount(2);
        lines[1].Should().MatchRegex("""^\{"level":"error","msg":"it failed","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}$""");
    }

    [Fact]
    public void A_record_is_one_line_whatever_the_message_holds()
    {
        const string Message = "a \"quoted\" \\ 'é'\nsecond\tline\u001b[1m";
        Use(["--log", LogPath, "--log-format=json"], log => log.Error(Message));
        string line = File.ReadAllLines(LogPath).Should().ContainSingle().Subject;
        line.Should().Contain("'é'");
        using JsonDocument record = JsonDocument.Parse(line);
        record.RootElement.GetProperty("msg").GetString().Should().Be(Message);
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: a \"quoted\" \\ 'é'\nsecond\tline\\x1b[1m\n");
    }

    [Fact]
    public void A_text_record_is_one_line_whatever_the_message_holds()
    {
        Use(["--log", LogPath], log => log.Error("a \"quoted\" \\ 'é'\nsecond\tline\u001b[1m"));
        File.ReadAllText(LogPath).Should().MatchRegex(
            """^time="[^"]+Z" level=error msg="a \\"quoted\\" \\\\ 'é'\\nsecond\\tline\\x1b\[1m"\n$""");
    }

    [Fact]
    public void The_file_is_appended_to_and_private()
    {
        Use(["--log", LogPath], log => log.Error("first"));
        Use(["--log", LogPath], log => log.Error("second"));
        File.ReadAllLines(LogPath).Should().HaveCount(2);
        File.GetUnixFileMode(LogPath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_finding_has_its_hint_only_on_the_standard_error()
    {
        Diagnostic finding = ConfigReader.Read("{"u8.ToArray(), "config.json").Diagnostics.Items[0];
        Use(["--log", LogPath, "--log-format=json"], log => log.Finding(finding));
        File.ReadAllText(ErrorsPath).Should().Be(finding + "\n").And.Contain("\n  hint: ");
        File.ReadAllText(LogPath).Should().Contain(finding.ToLine()).And.NotContain("hint");
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_an_error()
    {
        Action open = () => Use(["--log", "/nonexistent/log"], static _ => { });
        open.Should().Throw<CommandException>().WithMessage("cannot open the log file '/nonexistent/log': no such file or directory");
    }

    [Fact]
    public void A_full_log_file_is_told_once()
    {
        Use(["--log", "/dev/full"], static log =>
        {
            log.Warning("careful");
            log.Error("it failed");
        });
        File.ReadAllText(ErrorsPath).Should().Be("ocirt: warning: cannot write to the log file: no space left on device\nocirt: warning: careful\nocirt: it failed\n");
    }

    private static void WriteAllLevels(LogSink log)
    {
        log.Debug("step");
        log.Warning("careful");
        log.Error("it failed");
    }

    private void Use(string[] globals, Action<LogSink> write)
    {
        using FileDescriptor errors = FileDescriptor.Open(ErrorsPath, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND, 0x180);
        var log = new LogSink(errors);
        log.Configure(OcirtCommandLine.Parse(globals).Globals);
        write(log);
    }
}

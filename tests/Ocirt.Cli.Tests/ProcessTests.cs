// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>The program as a process: what it prints where, and its exit code.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void The_version_is_printed()
    {
        Result result = Shell("ocirt --version");
        result.Code.Should().Be(0);
        result.Output.Should().StartWith("ocirt version ").And.Contain("\ncommit: ").And.Contain("\nspec: 1.3.0\n");
        result.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ocirt", "ocirt: no command given; see 'ocirt --help'\n")]
    [InlineData("ocirt rum", "ocirt: unknown command 'rum' (did you mean 'run'?); see 'ocirt --help'\n")]
    [InlineData("ocirt --version > /dev/full", "ocirt: cannot write to the standard output: no space left on device\n")]
    [InlineData("ocirt help run > /dev/full", "ocirt: cannot write to the standard output: no space left on device\n")]
    [InlineData("ocirt --log file:/nonexistent/log spec", "ocirt: cannot open the log file '/nonexistent/log': no such file or directory\n")]
    [InlineData("ocirt --log /nonexistent/log spec", "ocirt: cannot open the log file '/nonexistent/log': no such file or directory\n")]
    [InlineData("ocirt validate /nonexistent <&-", "ocirt: bundle '/nonexistent': no such file or directory\n")]
    [InlineData("ocirt validate /nonexistent >&-", "ocirt: bundle '/nonexistent': no such file or directory\n")]
    [InlineData("ocirt validate /nonexistent 2>&-", "")]
    [InlineData("ocirt validate /nonexistent 2>/dev/full", "")]
    [InlineData("ocirt validate /nonexistent <&- >&- 2>&-", "")]
    public void A_failure_is_one_line_and_exit_code_1(string script, string errors)
    {
        Result result = Shell(script);
        result.Errors.Should().Be(errors);
        result.Output.Should().BeEmpty();
        result.Code.Should().Be(1);
    }

    [Theory]
    [InlineData("ocirt --version 2>&-")]
    [InlineData("ocirt --version <&- >&- 2>&-")]
    public void A_closed_stream_is_no_failure_of_its_own(string script) => Shell(script).Code.Should().Be(0);

    [Theory]
    [InlineData("--version")]
    [InlineData("features")]
    public void A_reader_that_is_gone_ends_a_command_without_a_word(string command)
    {
        Result result = Shell($"fifo=$(mktemp -u); mkfifo $fifo; exec 3<>$fifo 4>$fifo 3<&-; rm $fifo; ocirt {command} >&4");
        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(141, because: "that is what a shell says of a program that SIGPIPE ended");
    }

    [Fact]
    public void Commands_that_share_a_file_as_output_do_not_overwrite_each_other()
    {
        Result result = Shell("out=$(mktemp); (ocirt help spec; ocirt help plan) > $out; cat $out; rm $out");
        result.Output.Should().Contain("ocirt spec: ").And.Contain("ocirt plan: ");
    }

    [Fact]
    public void A_wrong_command_line_reaches_the_log_file()
    {
        Result result = Shell("log=$(mktemp); ocirt --log $log --log-format json run --nonsense; cat $log; rm $log");
        result.Output.Should().MatchRegex("""^\{"level":"error","msg":"unknown option '--nonsense'; see 'ocirt run --help'","time":"[^"]+"\}\n$""");
        result.Errors.Should().Be("ocirt: unknown option '--nonsense'; see 'ocirt run --help'\n");
    }

    [Fact]
    public void Debug_messages_are_written_where_they_are_asked_for()
    {
        Result result = Shell("ocirt --debug features > /dev/null; l=$(mktemp); ocirt --debug --log $l --log-format json features > /dev/null; cat $l; rm $l");
        result.Errors.Should().MatchRegex("^ocirt: debug: ocirt [0-9.]+ \\([^)]*\\), pid [0-9]+, user [0-9]+, command 'Features'\n$");
        result.Output.Should().MatchRegex("^\\{\"level\":\"debug\",\"msg\":\"ocirt [^\"]*\",\"time\":\"[^\"]+\"\\}\n$");
    }

    [Fact]
    public void The_completion_completes()
    {
        Result result = Shell("ocirt completion bash > c.$$; bash -c '. ./c.'$$'; COMP_WORDS=(ocirt explai); COMP_CWORD=1; _ocirt; echo ${COMPREPLY[@]}'; rm c.$$");
        result.Output.Should().Be("explain\n");
        Shell("ocirt completion fish").Errors.Should().Be("ocirt: there is no completion for the shell 'fish', only for 'bash'\n");
    }

    [Fact]
    public void The_manual_page_is_printed() => Shell("ocirt man").Output.Should().StartWith(".TH OCIRT 8\n");

    [Fact]
    public void Findings_are_listed_in_the_order_of_the_file_as_text_or_json()
    {
        const string config = """{"linux": {"namespaces": [{"type": "mount"}]}, "proces": 1, "root": {"path": "r"}, "ociVersion": "1", "process": {"cwd": "/", "args": ["sh"]}}""";
        Result result = Shell($"d=$(mktemp -d); echo '{config}' > $d/config.json; ocirt validate $d; ocirt validate --format json $d; rm -r $d");
        result.Errors.Should().BeEmpty();
        result.Output.Should().Be(
            """
            config.json:1:58: warning OCI5002: proces: is no field of the specification, ignoring; 'process' is one
              hint: write it as 'process', if that is meant
            config.json:1:98: error OCI2101: ociVersion: must be a semantic version, got '1'
              hint: write major, minor and patch, as in '1.3.0'
            config.json: 1 error, 1 warning
            [{"id":"OCI5002","severity":"warning","path":"proces","line":1,"column":58,"message":"is no field of the specification, ignoring; 'process' is one","hint":"write it as 'process', if that is meant"},{"id":"OCI2101","severity":"error","path":"ociVersion","line":1,"column":98,"message":"must be a semantic version, got '1'","hint":"write major, minor and patch, as in '1.3.0'"}]

            """);
    }

    private static Result Shell(string script)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ocirt");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"ocirt() {{ '{program}' \"$@\"; }}; {script}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, errors.Result);
    }

    private sealed record Result(int Code, string Output, string Errors);
}

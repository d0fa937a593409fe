// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using FluentAssertions;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class ConfigReaderTests
{
    [Fact]
    public void Template_of_spec_is_read_without_findings()
    {
        ConfigReadResult result = ConfigReader.Read(SpecTemplate.Write().ToArray(), "config.json");
        ConfigValidator.Validate(result.Config!, result.Diagnostics);

        result.Diagnostics.Items.Should().BeEmpty();
        result.Config!.Process!.Args.Should().Equal("sh");
        result.Config.Linux!.Namespaces.Should().HaveCount(5);
        result.Config.Mounts[3].Options.Should().Contain("mode=1777");
        result.Config.Process.Rlimits[0].Hard.Should().Be(1024);
    }

    [Fact]
    public void Unknown_fields_are_ignored()
    {
        string text = Encoding.UTF8.GetString(SpecTemplate.Write()).Replace(
            "\"process\": {", "\"zos\": [{\"a\": null}], \"process\": { \"future\": {\"x\": [1, 2]}, \"scale\": 1.5e3,", StringComparison.Ordinal);

        ConfigCheck.RunToText(text).Should().BeEmpty(because: "config.md, Extensibility, says so");
    }

    [Fact]
    public void Null_counts_as_absent()
    {
        string text = Encoding.UTF8.GetString(SpecTemplate.Write()).Replace(
            "\"process\": {", "\"hooks\": null, \"annotations\": null, \"process\": { \"oomScoreAdj\": null,", StringComparison.Ordinal);

        ConfigCheck.RunToText(text).Should().BeEmpty(because: "engines write null for what is not set");
    }

    [Fact]
    public void Null_in_a_list_is_an_error()
    {
        ConfigCheck.RunToText("""{"mounts": [null], "process": {"args": ["a", null]}}""").Should()
            .Contain("1:13: error OCI1101: mounts[0]: must be an object, got null\n")
            .And.Contain("error OCI1101: process.args[1]: must be a string, got null\n");
    }

    [Fact]
    public void Every_cut_of_a_text_is_one_finding_with_a_place()
    {
        byte[] text = SpecTemplate.Write().TrimEnd((byte)'\n').ToArray();
        for (int length = 0; length < text.Length; length++)
        {
            IReadOnlyList<Diagnostic> findings = ConfigCheck.Run(text.AsMemory(0, length));

            findings.Should().ContainSingle(because: $"the text was cut after {length} bytes");
            findings[0].Id.Should().BeOneOf(
                [DiagnosticId.FileEmpty, DiagnosticId.UnexpectedEnd], because: $"the text was cut after {length} bytes: {findings[0]}");
        }
    }

    [Fact]
    public void Fields_with_escapes_in_their_names_are_known()
    {
        ConfigReadResult result = ConfigReader.Read("{\"oci\\u0056ersion\": \"1.0.0\"}"u8.ToArray(), "config.json");

        result.Config!.OciVersion.Should().Be("1.0.0");
    }

    [Fact]
    public void Unknown_fields_with_impossible_characters_in_their_names_are_ignored()
    {
        ConfigCheck.RunToText("""{"\ud800ociVersion": 1, "ociVersion": "x"}""").Should()
            .StartWith("config.json:1:39: error OCI2101: ociVersion: must be a semantic version, got 'x'\n");
    }

    [Fact]
    public void Last_of_equal_fields_counts_and_is_where_findings_point()
    {
        string findings = ConfigCheck.RunToText("{\"ociVersion\": \"1.0.0\",\n\"ociVersion\": \"x\"}");

        findings.Should().Contain("config.json:2:15: error OCI2101: ociVersion: must be a semantic version, got 'x'");
    }

    [Fact]
    public void Columns_count_characters_not_bytes()
    {
        ConfigCheck.RunToText("{\"x\": \"äöü😀\", \"ociVersion\": 1}").Should()
            .StartWith("config.json:1:29: error OCI1101: ociVersion: must be a string, got the number '1'");
    }

    [Fact]
    public void File_of_ten_megabytes_is_read()
    {
        var text = new StringBuilder("{\"ociVersion\": \"1.3.0\", \"root\": {\"path\": \"r\"}, \"linux\": {\"namespaces\": [{\"type\": \"mount\"}]}, \"annotations\": {");
        for (int i = 0; i < 100_000; i++)
        {
            text.Append('"').Append("org.example.").Append(i).Append("\": \"").Append('v', 80).Append("\",\n");
        }

        text.Append("\"last\": \"1\"}, \"process\": {\"cwd\": \"/\", \"args\": [\"sh\"], \"env\": [");
        text.Append("\"A=").Append('b', 1_000_000).Append("\", \"X\"]}}");
        ConfigReadResult result = ConfigReader.Read(Encoding.UTF8.GetBytes(text.ToString()), "config.json");
        ConfigValidator.Validate(result.Config!, result.Diagnostics);

        result.Diagnostics.Items.Should().ContainSingle();
        result.Diagnostics.Items[0].ToLine().Should().Be(
            "config.json:100001:1000069: error OCI2202: process.env[1]: must be of the form NAME=VALUE, got 'X'");
        result.Config!.Annotations.Should().HaveCount(100_001);
    }

    [Fact]
    public void A_hundred_findings_near_the_end_of_ten_megabytes_have_their_places()
    {
        var text = new StringBuilder("{\"annotations\": {\"a\": \"\u00e9");
        text.Append('v', 5_000_000).Append("\"},\n\"ociVersion\": \"1.3.0\", \"process\": {\"cwd\": \"/\", \"args\": [\"sh\"], \"env\": [");
        for (int i = 0; i < 50_000; i++)
        {
            text.Append("\"A").Append(i).Append('=').Append('b', 100).Append("\", ");
        }

        for (int i = 0; i < 120; i++)
        {
            text.Append("\n\"X\", ");
        }

        text.Append("\"Z=\"]}}");
        IReadOnlyList<Diagnostic> findings = ConfigCheck.Run(Encoding.UTF8.GetBytes(text.ToString()));

        findings.Should().HaveCount(101);
        findings[0].ToLine().Should().Be("config.json:1:1: error OCI2001: root: is required and missing", because: "the root object begins there");
        for (int i = 1; i < 100; i++)
        {
            findings[i].ToLine().Should().Be(
                $"config.json:{i + 2}:1: error OCI2202: process.env[{49_999 + i}]: must be of the form NAME=VALUE, got 'X'");
        }

        findings[100].Id.Should().Be(DiagnosticId.TooManyFindings);
    }

    [Fact]
    public void The_last_of_equal_names_is_found_among_very_many()
    {
        var text = new StringBuilder("{\n\"zz\": 1,\n");
        for (int i = 0; i < 1000; i++)
        {
            text.Append("\"a").Append(i).Append("\": {},\n");
        }

        text.Append("\"zz\": 2, \"\\u007az\": 3}");
        var source = new ConfigSource(Encoding.UTF8.GetBytes(text.ToString()), "config.json");

        (source.Locate(0, "zz").Line, source.Locate(0, "zz").Column).Should().Be((1003, 21));
        source.Locate(0, "a999").Line.Should().Be(1002);
        source.Locate(0, "none").ByteOffset.Should().Be(0);
    }

    [Fact]
    public void Maps_of_very_many_objects_are_read()
    {
        var text = new StringBuilder("{\"linux\": {\"resources\": {\"rdma\": {");
        for (int i = 0; i < 200_000; i++)
        {
            text.Append("\"mlx").Append(i).Append("\": {},\n");
        }

        text.Append("\"mlx7\": {\"hcaHandles\": 3}}}}}");
        ConfigReadResult result = ConfigReader.Read(Encoding.UTF8.GetBytes(text.ToString()), "config.json");

        result.Diagnostics.Items.Should().ContainSingle();
        result.Diagnostics.Items[0].ToLine().Should().Be(
            "config.json:200001:9: warning OCI1104: linux.resources.rdma.mlx7: is given more than once, the last one counts, ignoring the others");
        RdmaLimit[] limits = result.Config!.Linux!.Resources!.Rdma;
        limits.Should().HaveCount(200_000);
        limits[7].HcaHandles.Should().Be(3);
    }

    [Fact]
    public void File_above_the_limit_is_refused()
    {
        ConfigCheck.RunToText(new byte[ConfigReader.MaxFileSize + 1]).Should().Be(
            "config.json:1:1: error OCI1002: the file has 67108865 bytes, more than the 67108864 that are read\n"
            + "  hint: make it smaller\n");
    }

    [Fact]
    public void Values_in_messages_stay_on_one_line_and_are_bounded()
    {
        string findings = ConfigCheck.RunToText("{\"ociVersion\": \"\\u001b[2J\\n" + new string('x', 5000) + "\"}");

        findings.Should().Contain("got '\\x1b[2J\\n" + new string('x', 75) + "...' (5005 characters)\n");
    }

    [Fact]
    public void Node_offsets_lead_back_to_paths()
    {
        ConfigReadResult result = ConfigReader.Read(
            "{\n \"linux\": {\"seccomp\": {\"syscalls\": [{}, {\"args\": [{}]}]}}}"u8.ToArray(), "config.json");
        SeccompArgument argument = result.Config!.Linux!.Seccomp!.Syscalls[1].Args[0];

        SourceLocation place = result.Config.Source.Locate(argument, "op");

        place.JsonPath.Should().Be("linux.seccomp.syscalls[1].args[0].op");
        (place.Line, place.Column).Should().Be((2, 51));
    }
}

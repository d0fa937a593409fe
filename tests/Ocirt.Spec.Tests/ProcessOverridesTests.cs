// SPDX-License-Identifier: Apache-2.0

using System.Text;

using FluentAssertions;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;
using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class ProcessOverridesTests
{
    private const string Own = """
        {"args":["sh"],"cwd":"/srv","terminal":true,"env":["A=1"],"noNewPrivileges":true,"oomScoreAdj":5,
         "user":{"uid":7,"gid":8,"umask":63,"additionalGids":[9]},
         "capabilities":{"bounding":["CAP_KILL"],"permitted":["CAP_KILL"],"effective":["CAP_KILL"]}}
        """;

    [Fact]
    public void What_is_not_changed_stays_but_for_the_terminal()
    {
        ProcessConfig own = Read(Own), changed = own.With(new ProcessOverrides { Args = ["ls", "-l"] });

        changed.Args.Should().Equal("ls", "-l");
        changed.Terminal.Should().BeFalse();
        changed.User.Should().BeSameAs(own.User);
        changed.Capabilities.Should().BeSameAs(own.Capabilities);
        (changed.Cwd, changed.NoNewPrivileges, changed.OomScoreAdj).Should().Be(("/srv", true, 5));
        own.Args.Should().Equal(["sh"], because: "the container's own process is not touched");
    }

    [Fact]
    public void Ids_groups_and_variables_are_replaced_or_added()
    {
        ProcessConfig changed = Read(Own).With(new ProcessOverrides { Args = ["ls"], Uid = 1, AdditionalGids = [10], Env = ["A=2"], Cwd = "/" });

        (changed.User!.Uid, changed.User.Gid, changed.User.Umask).Should().Be((1u, 8u, 63u));
        changed.User.AdditionalGids.Should().Equal(9, 10);
        changed.Env.Should().Equal("A=1", "A=2");
        changed.Cwd.Should().Be("/");
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("[\"CAP_KILL\"]", true)]
    public void Added_capabilities_are_ambient_only_beside_inheritable_ones(string inheritable, bool isAmbient)
    {
        CapabilitySets sets = Read(Own.Replace("\"effective\"", $"\"inheritable\":{inheritable},\"effective\""))
            .With(new ProcessOverrides { Args = ["ls"], Capabilities = ["CAP_NET_RAW"] }).Capabilities!;

        sets.Bounding.Should().Equal("CAP_KILL", "CAP_NET_RAW");
        sets.Permitted.Should().Equal("CAP_KILL", "CAP_NET_RAW");
        sets.Effective.Should().Equal("CAP_KILL", "CAP_NET_RAW");
        sets.Ambient.Should().Equal(isAmbient ? ["CAP_NET_RAW"] : []);
    }

    [Theory]
    [InlineData("{\"args\":[],\"cwd\":\"/\"}", "process.json:1:9: error OCI2201: args: must have at least one element")]
    [InlineData("{\"args\":[\"ls\"],\"cwd\":\"srv\"}", "process.json:1:22: error OCI2005: cwd: must be an absolute path, got 'srv'")]
    [InlineData("[]", "process.json:1:1: error OCI1101: must be an object, got a list")]
    public void A_process_file_has_its_own_findings(string text, string finding)
    {
        ConfigReadResult read = ConfigReader.ReadProcess(Encoding.UTF8.GetBytes(text), "process.json");
        if (read.Config is not null)
        {
            ConfigValidator.ValidateProcess(read.Config, read.Diagnostics);
        }

        read.Diagnostics.Items.Should().ContainSingle().Which.ToLine().Should().StartWith(finding);
    }

    private static ProcessConfig Read(string text) => ConfigReader.ReadProcess(Encoding.UTF8.GetBytes(text), "process.json").Config!.Process!;
}

// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using FluentAssertions;
using NJsonSchema;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Runtime.Features;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>What <c>features</c> claims: the whole structure, each claim carried out, nothing else.</summary>
public sealed class FeaturesTests
{
    private static readonly string Text = Encoding.UTF8.GetString(FeaturesJson.Compose(RuntimeFeatures.Find()));

    [Fact]
    public async Task The_structure_is_valid_by_the_schema_of_the_specification()
    {
        string folder = SharedFolder("oci-runtime-spec", "schema");
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(folder, "features-schema.json"), TestContext.Current.CancellationToken);
        schema.Validate(Text).Should().BeEmpty();
        schema.Validate("{\"ociVersionMin\": 1}").Should().NotBeEmpty(because: "the schema must be able to refuse");
    }

    [Fact]
    public void Every_field_that_runc_prints_is_there()
    {
        string recorded = Path.Combine(SharedFolder("reference", "contracts", "outputs"), "runc-features.json");
        using JsonDocument theirs = JsonDocument.Parse(File.ReadAllText(recorded));
        using JsonDocument ours = JsonDocument.Parse(Text);
        Fields(theirs.RootElement, "").Except(Fields(ours.RootElement, "")).Should().BeEmpty();
    }

    [Fact]
    public void The_versions_are_those_of_the_specification()
    {
        using JsonDocument features = JsonDocument.Parse(Text);
        features.RootElement.GetProperty("ociVersionMin").GetString().Should().Be("1.0.0");
        features.RootElement.GetProperty("ociVersionMax").GetString().Should().Be("1.3.0");
        features.RootElement.GetProperty("annotations").GetProperty("io.github.seccomp.libseccomp.version").GetString()
            .Should().Be(SeccompCompiler.LibraryVersion);
    }

    [Fact]
    public void What_has_been_carried_out_from_the_start_is_claimed()
    {
        RuntimeFeatures features = RuntimeFeatures.Find();
        features.Namespaces.Should().Contain(["cgroup", "ipc", "mount", "network", "pid", "uts"]);
        features.Capabilities.Should().HaveCount(41).And.StartWith("CAP_CHOWN").And.EndWith("CAP_CHECKPOINT_RESTORE");
        features.MountOptions.Should().Contain(["bind", "ro", "rro", "noatime", "rprivate", "lazytime"]);
        features.SeccompFeatures.Actions.Should().Contain(["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_LOG"]);
        features.SeccompFeatures.Operators.Should().HaveCount(7);
        features.MemoryPolicyModes.Should().HaveCount(7).And.Contain(["MPOL_DEFAULT", "MPOL_BIND"]);
        features.MemoryPolicyFlags.Should().HaveCount(3);
        features.SeccompFeatures.Architectures.Should().Contain(["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]);
        features.SeccompFeatures.KnownFlags.Should().HaveCount(4);
        features.SeccompFeatures.SupportedFlags.Should().Contain("SECCOMP_FILTER_FLAG_LOG").And.BeSubsetOf(features.SeccompFeatures.KnownFlags);
    }

    [Fact]
    public void A_configuration_with_everything_that_is_claimed_has_no_error()
    {
        RuntimeFeatures features = RuntimeFeatures.Find();
        const string Mappings = "[{\"containerID\":0,\"hostID\":1000,\"size\":1}]";
        string Names(System.Collections.Generic.IEnumerable<string> names) => "[" + string.Join(',', names.Select(name => $"\"{name}\"")) + "]";
        string config = $$"""
            {"ociVersion":"1.3.0","root":{"path":"r"},
             "process":{"cwd":"/","args":["a"],"capabilities":{"bounding":{{Names(features.Capabilities)}} } },
             "hooks":{ {{string.Join(',', features.Hooks.Select(name => $"\"{name}\":[{{\"path\":\"/h\"}}]"))}} },
             "mounts":[{{string.Join(',', features.MountOptions.Select(name => $"{{\"destination\":\"/a\",\"type\":\"{(name == "tmpcopyup" ? "tmpfs" : "bind")}\",\"source\":\"/b\",\"options\":[\"{name}\"]}}"))}}],
             "linux":{"uidMappings":{{Mappings}},"gidMappings":{{Mappings}},
              "namespaces":[{{string.Join(',', features.Namespaces.Select(name => $"{{\"type\":\"{name}\"}}"))}}],
              "seccomp":{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"/s","architectures":{{Names(features.SeccompFeatures.Architectures)}},"flags":{{Names(features.SeccompFeatures.KnownFlags)}},
               "syscalls":[{{string.Join(',', features.SeccompFeatures.Actions.Select(name => $"{{\"names\":[\"getcwd\"],\"action\":\"{name}\"}}"))}},
                {{string.Join(',', features.SeccompFeatures.Operators.Select(name => $"{{\"names\":[\"getcwd\"],\"action\":\"SCMP_ACT_LOG\",\"args\":[{{\"index\":0,\"value\":1,\"op\":\"{name}\"}}]}}"))}}]} } }
            """;
        Spec.Parsing.ConfigReadResult read = Spec.Parsing.ConfigReader.Read(Encoding.UTF8.GetBytes(config), "config.json");
        Spec.Validation.ConfigValidator.Validate(read.Config!, read.Diagnostics);
        read.Diagnostics.Items.Where(finding => finding.Severity == Spec.Diagnostics.DiagnosticSeverity.Error).Should().BeEmpty();
        foreach (string version in (string[])[RuntimeFeatures.OldestVersion, "1.3.0"])
        {
            Spec.Parsing.ConfigReader.Read(Encoding.UTF8.GetBytes(config.Replace("1.3.0", version, StringComparison.Ordinal)), "c").Diagnostics.HasErrors.Should().BeFalse();
        }
    }

    [Fact]
    public void An_architecture_that_no_filter_can_have_here_is_not_claimed()
    {
        // libseccomp refuses a filter for both byte orders.
        RuntimeFeatures.Find().SeccompFeatures.Architectures.Should().NotContain("SCMP_ARCH_S390X").And.NotContain("SCMP_ARCH_SHEB");
    }

    [Fact]
    public void Annotations_that_are_honoured_are_told_to_be_unsafe()
    {
        using JsonDocument features = JsonDocument.Parse(Text);
        string[] unsafeOnes = features.RootElement.GetProperty("potentiallyUnsafeConfigAnnotations").EnumerateArray().Select(item => item.GetString()!).ToArray();
        foreach (System.Reflection.FieldInfo honoured in typeof(Spec.Model.RuntimeAnnotations).GetFields())
        {
            string name = (string)honoured.GetRawConstantValue()!;
            unsafeOnes.Should().Contain(item => item == name || (item.EndsWith('.') && name.StartsWith(item, StringComparison.Ordinal)), because: name);
        }
    }

    private static System.Collections.Generic.IEnumerable<string> Fields(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object || path == ".annotations")
        {
            return [path];
        }

        return element.EnumerateObject().SelectMany(field => Fields(field.Value, path + "." + field.Name));
    }

    private static string SharedFolder(params string[] parts)
    {
        string? repository = AppContext.BaseDirectory;
        while (repository is not null && !File.Exists(Path.Combine(repository, "ocirt.sln")))
        {
            repository = Path.GetDirectoryName(repository);
        }

        string folder = Path.GetFullPath(Path.Combine([repository ?? "/", "..", "shared", .. parts]));
        Assert.SkipUnless(Directory.Exists(folder), $"the shared data '{string.Join('/', parts)}' is not beside the repository");
        return folder;
    }
}

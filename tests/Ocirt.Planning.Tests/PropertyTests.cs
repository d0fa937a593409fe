// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

using FluentAssertions;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>What holds for every plan, tried on made-up configurations and on those of the engines.</summary>
public sealed class PropertyTests
{
    private const int Rounds = 200;

    private static readonly string[] MountOptions =
    [
        "ro", "rw", "nosuid", "nodev", "noexec", "noatime", "strictatime", "relatime", "rro", "rnosuid", "sync", "iversion",
        "size=4m", "mode=0700", "a=b=c", "x=\u00e9\u20ac", "rslave", "shared", "", "rbind", "bind", new string('k', 300),
    ];

    [Fact]
    public void Every_reference_of_a_plan_lies_inside_it_and_its_order_holds()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            ContainerConfig config = TestBundle.Parse(Encoding.UTF8.GetBytes(MakeConfig(random).ToJsonString()));
            LaunchPlan plan = TestBundle.Build(config, random.Next(3) switch { 0 => TestBundle.V1, 1 => TestBundle.Hybrid, _ => TestBundle.V2 });

            Check(plan, because: "the seed is " + seed);
        }
    }

    [Fact]
    public void Cut_plans_and_plans_with_a_changed_byte_are_refused_or_read_but_never_past_their_end()
    {
        byte[] whole = TestBundle.Build(TestBundle.Config()).Bytes;
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] plan = whole[..(round < whole.Length / 4 ? round * 4 : whole.Length)];
            if (plan.Length == whole.Length)
            {
                plan[random.Next(plan.Length)] ^= (byte)(1 << random.Next(8));
            }

            Action render = () => PlanText.Render(plan, null);
            Exception? thrown = Record.Exception(render);
            (thrown is null or FormatException).Should().BeTrue(because: $"round {round} gave {thrown}");
        }
    }

    [Fact]
    public void Plans_of_all_engines_hold_too()
    {
        string? project = TestBundle.FindProject();
        string folder = Path.Combine(project ?? "", "../../../shared/bundles");
        if (project is null || !Directory.Exists(folder))
        {
            Assert.Skip("the configurations of the engines are not beside the repository");
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*.json"))
        {
            ConfigReadResult result = ConfigReader.Read(File.ReadAllBytes(path), "config.json");
            var findings = new DiagnosticBag(result.Config!.Source);
            LaunchPlan? plan = PlanBuilder.Build(result.Config, TestBundle.V2, TestBundle.Options, findings);

            findings.Items.Should().BeEmpty(because: path);
            Check(plan!, because: path);
        }
    }

    private static void Check(LaunchPlan plan, string because)
    {
        PlanReader.Open(plan.Bytes, out PlanReader reader).Should().Be(PlanFault.None, because);
        reader.StepCount.Should().Be(plan.Sources.Count, because);
        Action render = () => PlanText.Render(plan.Bytes, null);
        render.Should().NotThrow(because);

        StepOp[] ops = new StepOp[reader.StepCount];
        for (int step = 0; step < ops.Length; step++)
        {
            ops[step] = reader.Op(step);
        }

        ops[^1].Should().Be(StepOp.Exec, because);
        ops.Count(op => op is StepOp.Clone or StepOp.OpenRoot or StepOp.PivotRoot or StepOp.SetIds).Should().Be(4, because);
        int[] order =
        [
            Array.IndexOf(ops, StepOp.Clone), Array.IndexOf(ops, StepOp.OpenRoot), Array.IndexOf(ops, StepOp.PivotRoot),
            Array.IndexOf(ops, StepOp.CloseDescriptors), Array.IndexOf(ops, StepOp.LimitBounding), Array.IndexOf(ops, StepOp.SetIds),
            Array.IndexOf(ops, StepOp.SetCapabilities), Array.IndexOf(ops, StepOp.FindExecutable),
        ];
        order.Should().BeInAscendingOrder(because);
        Array.LastIndexOf(ops, StepOp.MountFilesystem).Should().BeLessThan(order[2], because);
        Array.LastIndexOf(ops, StepOp.BindMount).Should().BeLessThan(order[2], because);
    }

    private static JsonObject MakeConfig(Random random)
    {
        JsonArray Some(Func<JsonNode> make) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => make())]);
        string[] types = ["pid", "network", "ipc", "uts", "cgroup"];
        IEnumerable<JsonNode> namespaces = types.Where(_ => random.Next(2) == 0).Select(type =>
            (JsonNode)(random.Next(2) == 0 ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["path"] = "/n/" + type }));
        return new JsonObject
        {
            ["root"] = new JsonObject { ["path"] = "r", ["readonly"] = random.Next(2) == 0 },
            ["hostname"] = Word(random),
            ["process"] = new JsonObject
            {
                ["args"] = new JsonArray([Word(random), .. Some(() => Word(random)).Select(node => node!.DeepClone())]),
                ["env"] = Some(() => Word(random) + "=" + Word(random)),
                ["cwd"] = "/" + Word(random),
                ["noNewPrivileges"] = random.Next(2) == 0,
                ["user"] = new JsonObject { ["uid"] = random.Next(3), ["additionalGids"] = Some(() => random.Next()) },
                ["capabilities"] = new JsonObject { ["permitted"] = Some(() => "CAP_KILL") },
            },
            ["mounts"] = Some(() => new JsonObject
            {
                ["type"] = new[] { "tmpfs", "overlay", "bind", "cgroup", "none" }[random.Next(5)],
                ["source"] = Word(random),
                ["destination"] = "/m" + Word(random).Replace("..", "."),
                ["options"] = Some(() => MountOptions[random.Next(MountOptions.Length)]),
            }),
            ["linux"] = new JsonObject
            {
                ["namespaces"] = new JsonArray([new JsonObject { ["type"] = "mount" }, .. namespaces]),
                ["maskedPaths"] = Some(() => "/" + Word(random)),
                ["readonlyPaths"] = Some(() => Word(random)),
                ["devices"] = Some(() => new JsonObject { ["path"] = "/dev/" + Word(random), ["type"] = "c", ["major"] = 1, ["minor"] = random.Next(9) }),
            },
        };
    }

    private static string Word(Random random)
    {
        var word = new StringBuilder();
        for (int length = random.Next(1, random.Next(10) == 0 ? 5000 : 12); length > 0; length--)
        {
            word.Append("abc./ \u00e9\u20ac\n'\\"[random.Next(11)]);
        }

        return word.ToString();
    }
}

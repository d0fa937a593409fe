// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

using FluentAssertions;

using Ocirt.Cgroups.Stats;
using Ocirt.Linux;

using Xunit;

namespace Ocirt.Cgroups.Tests.Stats;

public sealed class StatisticsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ocirt-stats-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Statistics_of_cgroup_v2_have_the_names_and_units_of_v1()
    {
        Fill(new()
        {
            ["cpu.stat"] = "usage_usec 12\nuser_usec 5\nsystem_usec 7\nnr_periods 3\nnr_throttled 2\nthrottled_usec 9\n",
            ["cpu.pressure"] = "some avg10=0.25 avg60=1.00 avg300=0.00 total=17\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
            ["memory.current"] = "4096\n",
            ["memory.max"] = "max\n",
            ["memory.peak"] = "8192\n",
            ["memory.swap.current"] = "1024\n",
            ["memory.swap.max"] = "2048\n",
            ["memory.stat"] = "anon 100\nfile 300\n",
            ["pids.current"] = "2\n",
            ["pids.max"] = "max\n",
            ["io.stat"] = "8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0\n",
        });
        Cgroup cgroup = new(CgroupLayout.Unified, [new CgroupHierarchy("", _directory, "", 0)]);

        JsonObject data = Read(cgroup);

        data["cpu"]!.ToJsonString().Should().Be(
            """{"usage":{"total":12000,"kernel":7000,"user":5000},"throttling":{"periods":3,"throttledPeriods":2,"throttledTime":9000},"psi":{"some":{"avg10":0.25,"avg60":1,"avg300":0,"total":17},"full":{"avg10":0,"avg60":0,"avg300":0,"total":0}}}""");
        data["memory"]!.ToJsonString().Should().Be(
            """{"cache":300,"usage":{"limit":18446744073709551615,"usage":4096,"max":8192,"failcnt":0},"swap":{"limit":18446744073709551615,"usage":5120,"failcnt":0},"raw":{"anon":100,"file":300}}""");
        data["pids"]!.ToJsonString().Should().Be("""{"current":2}""");
        data["blkio"]!.ToJsonString().Should().Be(
            """{"ioServiceBytesRecursive":[{"major":8,"op":"Read","value":10},{"major":8,"op":"Write","value":20}],"ioServicedRecursive":[{"major":8,"op":"Read","value":1},{"major":8,"op":"Write","value":2}]}""");
    }

    [Fact]
    public void Statistics_of_a_real_cgroup_have_the_fields_that_runc_shows()
    {
        using TestCgroup test = TestCgroup.Create(static _ => true, "this host has no cgroups");
        test.Start("/bin/sleep", ["sleep", "1000"]);

        JsonObject data = Read(test.Cgroup);

        data.Select(pair => pair.Key).Should().Equal("cpu", "cpuset", "memory", "pids", "blkio", "hugetlb", "intel_rdt", "network_interfaces");
        data["pids"]!["current"]!.GetValue<int>().Should().Be(1);
        data["cpu"]!["usage"]!["kernel"].Should().NotBeNull();
        if (test.Cgroup.Layout != CgroupLayout.Unified && test.Cgroup.Hierarchies.Any(h => h.Has("memory")))
        {
            data["memory"]!["usage"]!["limit"]!.GetValue<ulong>().Should().BeGreaterThan(0);
            data["memory"]!["raw"]!["hierarchical_memory_limit"].Should().NotBeNull();
        }
    }

    [Fact]
    public void The_oom_killer_is_reported()
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("making cgroups needs root");
        }

        using TestCgroup test = TestCgroup.Create(static h => h.Has("memory"), "this host has no v1 memory controller");
        using OomWatch watch = OomWatch.Open(test.Cgroup)!;
        watch.Take().Should().BeFalse();
        test.Cgroup.Update(Resources.Parse("""{"memory": {"limit": 8388608}}"""), ["memory.limit"], isRehearsal: false);

        ChildProcess hog = test.Start("/bin/bash", ["bash", "-c", "kill -STOP $$; x=$(head -c 300000000 /dev/zero | tr '\\0' x)"]);
        hog.TrySignal(Ocirt.Abi.Linux.Signal.SIGCONT);
        Ocirt.Cgroups.Tests.Wait.Until(() => hog.TrySignal(Ocirt.Abi.Linux.Signal.SIGCONT) && watch.Take());
        hog.TrySignal(Ocirt.Abi.Linux.Signal.SIGKILL);
    }

    private static JsonObject Read(Cgroup cgroup)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            StatisticsJson.Write(json, cgroup);
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    private void Fill(Dictionary<string, string> files)
    {
        foreach ((string name, string content) in files)
        {
            File.WriteAllText(Path.Combine(_directory, name), content);
        }
    }
}

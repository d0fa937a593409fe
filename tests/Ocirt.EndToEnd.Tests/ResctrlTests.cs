// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// Classes of service, on a tree of files in place of resctrl: few processors have that. The tree is put at /sys/fs/resctrl
/// in a mount namespace of the test's own. What the kernel does when a directory is made there, the scripts do.
/// </summary>
public sealed class ResctrlTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";

    [Fact]
    public void A_class_of_service_that_is_there_gets_the_container_and_stays()
    {
        string id = host.NewId();
        string bundle = host.Bundle(Endless, config => config["linux"]!["intelRdt"] = new JsonObject { ["closID"] = "gold" });
        OnTree($"""
            {Detached($"create -b '{bundle}' {id}")}
            [ "$(cat gold/tasks)" = "$({host.CommandLine($"state {id}")} | grep -o '"pid": [0-9]*' | cut -d' ' -f2)" ] && echo in gold
            cat gold/schemata
            {host.CommandLine($"delete -f {id}")}
            ls
            """).Should().Be(new RunResult(0, "in gold\nL3:0=7f0;1=1f\nMB:0=20;1=70\ngold\ninfo\nmon_groups\nschemata\ntasks\n", ""));
    }

    [Fact]
    public void Exec_puts_its_process_into_the_class()
    {
        string id = host.NewId();
        string bundle = host.Bundle(Endless, config => config["linux"]!["intelRdt"] = new JsonObject { ["closID"] = "gold" });
        OnTree($"""
            {Detached($"run -d -b '{bundle}' {id}")}
            {Detached($"exec -d --pid-file '{host.Work}/{id}.exec' {id} sleep 1000")}
            [ "$(cat gold/tasks)" = "$(cat '{host.Work}/{id}.exec')" ] && echo exec in gold
            {host.CommandLine($"delete -f {id}")}
            """).Should().Be(new RunResult(0, "exec in gold\n", ""));
    }

    [Fact]
    public void A_class_of_the_containers_own_is_made_with_its_schemata_and_removed()
    {
        string id = host.NewId();
        string bundle = host.Bundle(Endless, config => config["linux"]!["intelRdt"] = JsonNode.Parse(
            """{"schemata":["L2:0=f"],"memBwSchema":"MB:0=20","l3CacheSchema":"L3:0=ff"}"""));
        OnTree($"""
            {Detached($"create -b '{bundle}' {id}")}
            cat {id}/schemata; [ -s {id}/tasks ] && echo tasks
            rm {id}/*; {host.CommandLine($"delete -f {id}")}
            ls -d {id} 2>&1 | grep -c 'No such'
            """).Should().Be(new RunResult(0, "L3:0=ff\nMB:0=20\nL2:0=f\ntasks\n1\n", ""));
    }

    [Fact]
    public void A_named_class_that_the_runtime_made_stays_and_a_failed_launch_takes_it_back()
    {
        string id = host.NewId();
        void Silver(JsonObject config) => config["linux"]!["intelRdt"] = JsonNode.Parse("""{"closID":"silver","l3CacheSchema":"L3:0=f"}""");
        string good = host.Bundle(Endless, Silver);
        string bad = host.Bundle(Endless, config =>
        {
            Silver(config);
            config["process"]!["args"] = new JsonArray("/no/such");
        });
        OnTree($"""
            {Detached($"create -b '{bad}' {id}")} || ls -d silver/* | tr '\n' ' '
            rm -r silver
            {Detached($"create -b '{good}' {id}")}
            {host.CommandLine($"delete -f {id}")}
            ls -d silver
            """).Should().Be(new RunResult(0, "silver/schemata silver/tasks silver\n", ""), because: "tasks are in it still, so it might be in use");
    }

    [Fact]
    public void A_monitoring_group_is_made_below_the_default_class_and_removed()
    {
        string id = host.NewId();
        string bundle = host.Bundle(Endless, config => config["linux"]!["intelRdt"] = JsonNode.Parse("""{"closID":"/","enableMonitoring":true}"""));
        OnTree($"""
            {Detached($"create -b '{bundle}' {id}")}
            cmp tasks mon_groups/{id}/tasks && echo in both
            mkdir -p mon_groups/{id}/mon_data/mon_L3_00; echo 4096 > mon_groups/{id}/mon_data/mon_L3_00/llc_occupancy
            echo 10 > mon_groups/{id}/mon_data/mon_L3_00/mbm_total_bytes; echo Unavailable > mon_groups/{id}/mon_data/mon_L3_00/mbm_local_bytes
            {host.CommandLine($"events --stats {id}")} | grep -o '"intel_rdt":.*' | sed 's/,"network.*//'
            rm -r mon_groups/{id}/*; {host.CommandLine($"delete -f {id}")}
            ls mon_groups | wc -l
            """).Should().Be(new RunResult(0,
            """
            in both
            "intel_rdt":{"l3_cache_info":{"cbm_mask":"7ff","min_cbm_bits":1,"num_closids":4},"l3_cache_schema_root":"L3:0=7ff;1=7ff","l3_cache_schema":"L3:0=7ff;1=7ff","mem_bw_info":{"bandwidth_gran":10,"delay_linear":1,"min_bandwidth":10,"num_closids":4},"mem_bw_schema_root":"MB:0=100;1=100","mem_bw_schema":"MB:0=100;1=100","schemata":["L3:0=7ff;1=7ff","MB:0=100;1=100"],"mbm_stats":[{"mbm_total_bytes":10,"mbm_local_bytes":0}],"cmt_stats":[{"llc_occupancy":4096}]}
            0

            """, ""));
    }

    [Theory]
    [InlineData("""{"closID":"gold","memBwSchema":"MB:1=070"}""", null)]
    [InlineData("""{"closID":"gold","l3CacheSchema":"L3:1=0x"}""", "linux.intelRdt.l3CacheSchema: the class of service 'gold' is there already and has 'L3:0=7f0;1=1f', not 'L3:1=0x': change one of them, or use another class")]
    [InlineData("""{"closID":"gold","memBwSchema":"MB:0=30"}""", "linux.intelRdt.memBwSchema: the class of service 'gold' is there already and has 'MB:0=20;1=70', not 'MB:0=30': change one of them, or use another class")]
    [InlineData("""{"closID":"lead"}""", "linux.intelRdt.closID: there is no class of service 'lead' in '/sys/fs/resctrl': make it and give it its schemata, or give a schema here")]
    [InlineData("""{"closID":"info"}""", "linux.intelRdt.closID: 'info' is a directory of resctrl itself and cannot name a class of service: give another name")]
    [InlineData("""{"schemata":["SMBA:0=1"]}""", "linux.intelRdt: this processor, or its kernel, does not allot 'SMBA': '/sys/fs/resctrl/info' has a directory for each resource that it does")]
    public void A_class_is_what_it_is_said_to_be_or_an_error(string rdt, string? error)
    {
        string bundle = host.Bundle("true", config => config["linux"]!["intelRdt"] = JsonNode.Parse(rdt));
        RunResult result = OnTree(host.CommandLine($"run -b '{bundle}' {host.NewId()}"));
        if (error is null)
        {
            result.Should().Be(new RunResult(0, "", ""));
        }
        else
        {
            result.LastError.Should().EndWith(error);
        }
    }

    [Fact]
    public void Without_resctrl_the_field_is_an_error()
    {
        if (Directory.Exists("/sys/fs/resctrl/info"))
        {
            Assert.Skip("this host has resctrl");
        }

        string bundle = host.Bundle("true", config => config["linux"]!["intelRdt"] = new JsonObject());
        host.RunBundle(bundle).LastError.Should().MatchRegex(
            @"^ocirt: config.json:1:\d+: linux.intelRdt: no resctrl file system is mounted \('mount -t resctrl resctrl /sys/fs/resctrl', on a processor that has it\)$");
    }

    [Fact]
    public void Update_changes_the_schemata_and_takes_the_change_back_with_a_refused_limit()
    {
        string id = host.NewId();
        string bundle = host.Bundle(Endless, config => config["linux"]!["intelRdt"] = new JsonObject { ["closID"] = "gold" });
        OnTree($"""
            {Detached($"run -d -b '{bundle}' {id}")}
            {host.CommandLine($"update --dry-run --l3-cache-schema 'L3:0=f' {id}")}
            {host.CommandLine($"update --l3-cache-schema 'L3:0=f' --mem-bw-schema 'MB:0=10' {id}")}; cat gold/schemata
            grep -o '"l3CacheSchema":"[^"]*"' '{host.StateRoot}/{id}/config.json'
            {host.CommandLine($"update --l3-cache-schema 'L3:0=1' --cpuset-cpus 4000 {id}")} 2>/dev/null || cat gold/schemata
            {host.CommandLine($"update --mem-bw-schema '0=1' {id}")} 2>&1
            {host.CommandLine($"delete -f {id}")}
            """).Should().Be(new RunResult(0,
            "/sys/fs/resctrl/gold/schemata: L3:0=7f0;1=1f -> L3:0=f\nL3:0=f\nMB:0=10\n\"l3CacheSchema\":\"L3:0=f\"\nL3:0=f\n"
            + "ocirt: linux.intelRdt.memBwSchema: must be one line of a schemata file that begins with 'MB:', got '0=1'; write it as in 'L3:0=ff' or 'MB:0=50'\n", ""));
    }

    private string Detached(string arguments) => $"{host.CommandLine(arguments)} </dev/null >'{host.Work}/detached.out' 2>&1";

    /// <summary>Runs a script in the root of the tree.</summary>
    private RunResult OnTree(string script)
    {
        string place = Path.Combine(host.Work, host.NewId());
        File.WriteAllText(place + ".sh", $"""
            mkdir '{place}' && mount -t tmpfs tree '{place}' && mkdir '{place}/resctrl' '{place}/cgroup' || exit 90
            mount --rbind /sys/fs/cgroup '{place}/cgroup' && mount --rbind '{place}' /sys/fs && cd /sys/fs/resctrl || exit 91
            mkdir -p gold mon_groups info/L3 info/L2 info/MB info/L3_MON
            printf 'L3:0=7ff;1=7ff\n    MB:0=100;1=100\n' > schemata; : > tasks
            printf 'L3:0=7f0;1=1f\nMB:0=20;1=70\n' > gold/schemata; : > gold/tasks
            echo 7ff > info/L3/cbm_mask; echo 1 > info/L3/min_cbm_bits; echo 4 > info/L3/num_closids
            echo 10 > info/MB/bandwidth_gran; echo 1 > info/MB/delay_linear; echo 10 > info/MB/min_bandwidth; echo 4 > info/MB/num_closids
            printf 'llc_occupancy\nmbm_total_bytes\nmbm_local_bytes\n' > info/L3_MON/mon_features
            {script}
            """);
        return ContainerFixture.Shell($"unshare -m --propagation private bash '{place}.sh'");
    }
}

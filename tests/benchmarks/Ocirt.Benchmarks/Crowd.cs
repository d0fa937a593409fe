// SPDX-License-Identifier: Apache-2.0
using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;

namespace Ocirt.Benchmarks;

/// <summary>Many containers of each runtime that do nothing, below a state root of their own, deleted on Dispose.</summary>
/// <remarks>
/// They have no network namespace, which takes longest to make and to take away, and which none of the measured commands
/// looks at.
/// </remarks>
internal sealed class Crowd : IDisposable
{
    private readonly List<(string Runtime, string Id)> _containers = [];
    private readonly string _work;

    /// <summary>Makes <paramref name="count"/> containers of each runtime of WORK/bin, from a bundle whose program only waits.</summary>
    public Crowd(string work, string bundle, string[] runtimes, int count)
    {
        _work = work;
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(bundle, "config.json")))!;
        config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "network");
        string group = (string)config["linux"]!["cgroupsPath"]!, own = Path.Combine(work, "crowd");
        _ = Directory.CreateDirectory(own);
        try
        {
            foreach (string runtime in runtimes)
            {
                Console.Error.WriteLine($"bench: {count} containers of {runtime}");
                for (int i = 0; i < count; i++)
                {
                    string id = Id(i);
                    config["linux"]!["cgroupsPath"] = $"{group}-{runtime}-{id}";
                    File.WriteAllText(Path.Combine(own, "config.json"), config.ToJsonString());
                    _containers.Add((runtime, id));
                    _ = ProcessRunner.Time(Command(runtime, "run", "--detach", "--bundle", own, id));
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The command line of a runtime, with the state root of the crowd.</summary>
    public string[] Command(string runtime, params string[] arguments) =>
        [Path.Combine(_work, "bin", runtime), "--root", Path.Combine(_work, "state", runtime + "-crowd"), .. arguments];

    /// <summary>The id of one of the containers, which every runtime has.</summary>
    public static string Id(int number) => $"crowd-{number}";

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.Error.WriteLine($"bench: deleting {_containers.Count} containers");
        foreach ((string runtime, string id) in _containers)
        {
            _ = ProcessRunner.Wait(ProcessRunner.Start(Command(runtime, "delete", "--force", id)));
        }
    }
}

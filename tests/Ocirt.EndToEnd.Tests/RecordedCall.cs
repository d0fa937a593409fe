// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Where a call that is made again finds what its engine had at other places.</summary>
internal sealed record RecordedPlaces(string Root, string Id, string Bundle, string Log, string PidFile, string Console, string Process, string Limits);

/// <summary>A command line with which an engine called its runtime.</summary>
internal sealed class RecordedCall
{
    private static readonly string[] s_commands = ["create", "start", "state", "kill", "delete", "pause", "resume", "ps", "run", "exec", "update"];
    private static readonly string[] s_signals = ["KILL", "SIGKILL", "TERM", "SIGTERM"];

    private readonly List<string> _arguments;

    private RecordedCall(string command, List<string> arguments)
    {
        Command = command;
        _arguments = arguments;
    }

    /// <summary>The command.</summary>
    public string Command { get; }

    /// <summary>The calls of an engine that are about a container; checkpoints are refused by this build.</summary>
    public static List<RecordedCall> Of(string engine)
    {
        string file = Path.Combine(ContainerFixture.Root, "..", "shared", "reference", "contracts", engine + ".json");
        Assert.SkipUnless(File.Exists(file), "the recorded calls of engines are not beside the repository");
        List<RecordedCall> calls = [];
        foreach (JsonNode? pattern in JsonNode.Parse(File.ReadAllText(file))!["patterns"]!.AsArray())
        {
            List<string> arguments = [.. pattern!["example"]!.AsArray().Skip(1).Select(argument => argument!.GetValue<string>())];
            if (arguments.Find(argument => s_commands.Contains(argument)) is { } command && !arguments.Contains("checkpoint") && !arguments.Contains("restore"))
            {
                calls.Add(new RecordedCall(command, arguments));
            }
        }

        return calls;
    }

    /// <summary>Whether an option is given, also as <c>--option=value</c>.</summary>
    public bool Has(string option) => _arguments.Exists(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal));

    /// <summary>The arguments, quoted for a shell, with the places of here.</summary>
    public string Line(RecordedPlaces places)
    {
        List<string> arguments = ["--root", places.Root];
        string id = _arguments.Last(argument => !argument.StartsWith('-') && argument.Any(char.IsLetter) && !s_signals.Contains(argument));
        for (int i = 0; i < _arguments.Count; i++)
        {
            arguments.Add((i == 0 ? "" : _arguments[i - 1]) switch
            {
                "--root" => places.Root,
                "--log" => places.Log,
                "--bundle" => places.Bundle,
                "--pid-file" => places.PidFile,
                "--console-socket" => places.Console,
                "--process" => places.Process,
                _ when _arguments[i] == id => places.Id,
                _ when _arguments[i].StartsWith("--resources=/", StringComparison.Ordinal) => "--resources=" + places.Limits,
                _ => _arguments[i],
            });
        }

        return $"'{string.Join("' '", arguments)}'";
    }

    /// <summary>Writes the process that exec starts: one that goes on.</summary>
    public static string WriteProcess(string directory, string id, bool terminal)
    {
        string path = Path.Combine(directory, id + ".process");
        File.WriteAllText(path, new JsonObject
        {
            ["terminal"] = terminal,
            ["args"] = new JsonArray("sleep", "1000"),
            ["env"] = new JsonArray("PATH=/bin"),
            ["cwd"] = "/",
        }.ToJsonString());
        return path;
    }
}

// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;

namespace Ocirt.EndToEnd.Tests;

/// <summary>A process that keeps new namespaces alive, for containers that join them.</summary>
internal sealed class NamespaceHolder : IDisposable
{
    private readonly Process _process;

    /// <summary>Makes the namespaces.</summary>
    /// <param name="options">Those of unshare(1), as in <c>--user --net</c>.</param>
    /// <param name="map">Lines for uid_map and gid_map, or nothing.</param>
    public NamespaceHolder(string options, string map = "")
    {
        // 'cat' ends with its input, and the namespaces with it.
        ProcessStartInfo start = new("/usr/bin/unshare", options + " /bin/sh -c \"echo ready; exec cat\"")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        if (_process.StandardOutput.ReadLine() != "ready")
        {
            throw new InvalidOperationException($"unshare {options} failed");
        }

        if (map.Length != 0)
        {
            File.WriteAllText($"/proc/{Pid}/uid_map", map);
            File.WriteAllText($"/proc/{Pid}/gid_map", map);
        }
    }

    /// <summary>The process.</summary>
    public int Pid => _process.Id;

    /// <summary>The path of one of its namespaces, by the kernel's name.</summary>
    public string PathOf(string name) => $"/proc/{Pid}/ns/{name}";

    /// <summary>The identity of one of its namespaces, as in 'net:[4026531840]'.</summary>
    public string IdentityOf(string name) => new FileInfo(PathOf(name)).LinkTarget!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

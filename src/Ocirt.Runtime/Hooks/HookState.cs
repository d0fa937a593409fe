// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Hooks;

/// <summary>What init is handed for hooks inside the container: the state, and the files for their output.</summary>
public sealed class HookState : IDisposable
{
    private readonly List<FileDescriptor> _files = [];

    private HookState()
    {
    }

    /// <summary>The descriptors in the order of the registers behind <see cref="Register.FirstOfHooks"/>.</summary>
    public int[] Descriptors { get; private set; } = [];

    /// <summary>Puts the descriptors together.</summary>
    /// <param name="config">The configuration, whose annotations can name files.</param>
    /// <param name="state">The state as JSON.</param>
    /// <exception cref="ContainerException">A file cannot be opened.</exception>
    public static HookState Make(ContainerConfig config, ReadOnlySpan<byte> state)
    {
        HookState made = new();
        try
        {
            using (FileDescriptor content = SealedMemfd.Create("state", state, executable: false))
            {
                made._files.Add(FileDescriptor.Open($"/proc/self/fd/{content.Value}", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC));
            }

            FileDescriptor? output = HookRunner.OpenOutput(RuntimeAnnotations.Find(config, RuntimeAnnotations.HookOutput));
            made.Keep(output);
            FileDescriptor? error = HookRunner.OpenOutput(RuntimeAnnotations.Find(config, RuntimeAnnotations.HookError));
            made.Keep(error);
            int first = made._files[0].Value;
            made.Descriptors = output is null && error is null ? [first] : [first, output?.Value ?? first, error?.Value ?? first];
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Closes this side's descriptors.</summary>
    public void Dispose()
    {
        foreach (FileDescriptor file in _files)
        {
            file.Dispose();
        }
    }

    private void Keep(FileDescriptor? file)
    {
        if (file is not null)
        {
            _files.Add(file);
        }
    }
}

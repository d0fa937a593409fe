// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Hooks;

/// <summary>Runs the hooks of a container that run in the runtime's namespaces, in the order in which they are listed.</summary>
public static class HookRunner
{
    /// <summary>Runs hooks of one kind up to the first that fails.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="bundle">The bundle's absolute path.</param>
    /// <param name="state">The state as JSON.</param>
    /// <param name="interrupts">The signals that end a hook, or null.</param>
    /// <exception cref="ContainerException">A hook failed, the message names it; or a signal came.</exception>
    public static void Run(ContainerConfig config, HookKind kind, string bundle, ReadOnlySpan<byte> state, SignalFd? interrupts = null)
    {
        HookConfig[] hooks = Find(config, kind);
        for (int i = 0; i < hooks.Length; i++)
        {
            HookResult result = RunOne(config, hooks[i], bundle, state, interrupts);
            if (!result.Succeeded)
            {
                throw Failed(config.Source, hooks[i], kind, i, result);
            }
        }
    }

    /// <summary>Runs all hooks of one kind, whatever becomes of them.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="bundle">The bundle's absolute path.</param>
    /// <param name="state">The state as JSON.</param>
    /// <param name="warn">Told of each hook that fails.</param>
    public static void RunAll(ContainerConfig config, HookKind kind, string bundle, ReadOnlySpan<byte> state, Action<string> warn)
    {
        HookConfig[] hooks = Find(config, kind);
        for (int i = 0; i < hooks.Length; i++)
        {
            try
            {
                HookResult result = RunOne(config, hooks[i], bundle, state, interrupts: null);
                if (!result.Succeeded)
                {
                    warn(Failed(config.Source, hooks[i], kind, i, result).Message);
                }
            }
            catch (Exception refused) when (refused is SyscallException or ContainerException)
            {
                warn(refused.Message);
            }
        }
    }

    /// <summary>The hooks of one kind.</summary>
    public static HookConfig[] Find(ContainerConfig config, HookKind kind) => config.Hooks is not { } hooks ? [] : kind switch
    {
        HookKind.Prestart => hooks.Prestart,
        HookKind.CreateRuntime => hooks.CreateRuntime,
        HookKind.CreateContainer => hooks.CreateContainer,
        HookKind.StartContainer => hooks.StartContainer,
        HookKind.Poststart => hooks.Poststart,
        _ => hooks.Poststop,
    };

    /// <summary>The name of a kind in config.json.</summary>
    public static string NameOf(HookKind kind) => kind switch
    {
        HookKind.Prestart => "prestart",
        HookKind.CreateRuntime => "createRuntime",
        HookKind.CreateContainer => "createContainer",
        HookKind.StartContainer => "startContainer",
        HookKind.Poststart => "poststart",
        _ => "poststop",
    };

    /// <summary>The failure of a hook, in one sentence with its place.</summary>
    public static ContainerException Failed(ConfigSource source, HookConfig hook, HookKind kind, int index, HookResult result)
    {
        SourceLocation place = source.Locate(hook);
        return Failed($"{source.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: ", kind, index, hook.Path, result);
    }

    /// <summary>The failure of a startContainer hook, from the report that init sent to start.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="message">The report; nothing in it is believed.</param>
    /// <param name="printed">The end of what the hook printed.</param>
    public static ContainerException Failed(ContainerConfig config, in InitMessage message, ReadOnlySpan<byte> printed)
    {
        HookConfig[] hooks = Find(config, HookKind.StartContainer);
        int index = (int)(message.Value >> 16 & 0xffff);
        return index < hooks.Length
            ? Failed(config.Source, hooks[index], HookKind.StartContainer, index, HookResult.Of(in message, printed))
            : new(FailureKind.Hook, $"init reported a failure of startContainer hook #{index}, which there is not");
    }

    /// <summary>The failure of a hook, in one sentence.</summary>
    /// <param name="prefix">The place in the configuration, with what parts it from the sentence.</param>
    /// <param name="kind">Which list the hook is in.</param>
    /// <param name="index">Its place in the list.</param>
    /// <param name="path">The program.</param>
    /// <param name="result">How it ended.</param>
    public static ContainerException Failed(string prefix, HookKind kind, int index, string? path, HookResult result) =>
        new(FailureKind.Hook, $"{prefix}error running {NameOf(kind)} hook #{index}: '{path}': {result.Describe()}");

    /// <summary>Opens a file that annotations give for the output of hooks; null when there is none.</summary>
    /// <exception cref="ContainerException">It cannot be opened.</exception>
    public static FileDescriptor? OpenOutput(string? path)
    {
        if (path is null)
        {
            return null;
        }

        const int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | Fcntl.O_CLOEXEC;
        return FileDescriptor.CurrentDirectory.TryOpenAt(path, flags, 0x1A4, out int errno)
            ?? throw new ContainerException(FailureKind.Host, $"annotations: cannot open '{path}' for the output of hooks: {ErrnoText.Describe(errno)}");
    }

    private static HookResult RunOne(ContainerConfig config, HookConfig hook, string bundle, ReadOnlySpan<byte> state, SignalFd? interrupts)
    {
        using FileDescriptor? output = OpenOutput(RuntimeAnnotations.Find(config, RuntimeAnnotations.HookOutput));
        using FileDescriptor? error = OpenOutput(RuntimeAnnotations.Find(config, RuntimeAnnotations.HookError));
        return HookProcess.Run(hook, bundle, state, output, error, interrupts);
    }
}

// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Runtime.Hooks;
using Ocirt.Spec.Parsing;

namespace Ocirt.Runtime;

/// <summary>Starts the program of a created container (runtime-spec runtime.md, Start).</summary>
public static class ContainerStart
{
    /// <summary>Starts the program; returns when it was executed.</summary>
    /// <param name="store">Where the container is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="warn">Told of each poststop hook that fails, when the container is taken away.</param>
    /// <exception cref="ContainerException">
    /// The container is not waiting for start, or the program cannot be executed; or a hook failed, then the container is gone.
    /// </exception>
    public static void Execute(StateStore store, string id, Action<string> warn)
    {
        using Container container = Container.OpenLocked(store, id);
        ContainerStatus status = container.Status();
        if (status != ContainerStatus.Created)
        {
            throw Refuse(id, status);
        }

        byte[]? config = container.State.TryRead(Container.ConfigFileName, ConfigReader.MaxFileSize + 1);
        if (!HasProcess(config))
        {
            throw new ContainerException(FailureKind.Config, $"cannot start container '{id}': its configuration has no process");
        }

        using NotifyProxy? notify = NotifyProxy.Find(store, id);
        notify?.Listen(container.State);
        using ChannelSocket channel = StartSocket.TryConnect(container.State) ?? throw Refuse(id, ContainerStatus.Stopped);
        FillMessage permission = new() { Kind = MessageKind.Fill, Slot = LateSlot.Start };
        if (!channel.Send(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in permission, 1))))
        {
            throw Refuse(id, ContainerStatus.Stopped);
        }

        LaunchHooks? hooks = LaunchHooks.Kept(container.State, config);
        try
        {
            Complete(container, channel, hooks is { RunInside: true } ? -1 : Launcher.SilenceLimit);
            StartSocket.Remove(container.State);
            hooks?.AfterStart(container.Record!.Process.Pid);
        }
        catch (ContainerException failure) when (failure.Kind == FailureKind.Hook)
        {
            // runtime.md, Lifecycle: a hook that fails stops the container, which is then taken away as by delete.
            ContainerKill.End(container);
            ContainerDeletion.TakeBack(container.State);
            hooks?.AfterStop(warn);
            throw;
        }

        if (notify is not null && container.TryOpenProcess() is { } process)
        {
            // ORDER: other commands need not wait until the container is ready.
            container.State.Unlock();
            using (process)
            {
                notify.WaitForReady(process);
            }
        }
    }

    /// <summary>Whether there is a program to start. Nearly always: the text is looked through before it is read as JSON.</summary>
    private static bool HasProcess(byte[]? text) =>
        text is null
        || text.AsSpan().IndexOf("\"process\""u8) >= 0
        || ConfigReader.Read(text, Container.ConfigFileName).Config?.Process is not null;

    private static void Complete(Container container, ChannelSocket channel, int patience)
    {
        InitMessage message = default;
        Span<byte> buffer = MemoryMarshal.AsBytes(new Span<InitMessage>(ref message));
        switch (channel.Receive(buffer, [], out int length, out _, patience))
        {
            case ReceiveStatus.Closed:
                RequireExecuted(container);
                return;
            case ReceiveStatus.Message when length == InitMessage.Size && message.Kind == MessageKind.Failed:
                throw InitFailure.ExplainStart(ReadConfig(container), in message);
            case ReceiveStatus.TimedOut:
                throw new ContainerException(FailureKind.Launch, $"container '{container.Id}' did not start: its first process was silent for {Launcher.SilenceLimit / 1000} s");
            case ReceiveStatus.Reset:
                throw Refuse(container.Id, ContainerStatus.Stopped);
            default:
                throw new ContainerException(FailureKind.Launch, $"container '{container.Id}' did not start: its first process sent an unexpected message");
        }
    }

    /// <summary>Tells exec, which closes the connection, from the end of the first process, which does so too.</summary>
    private static void RequireExecuted(Container container)
    {
        // ORDER: both leave their mark in the flags before they close anything, and the flags last until the parent has waited.
        ProcessIdentity first = container.Record!.Process;
        if (!ProcessStat.TryRead(first.Pid, out ProcessStat stat) || stat.StartTime != first.StartTime || !stat.HasNotExecuted)
        {
            return;
        }

        if (!stat.IsDying)
        {
            throw new ContainerException(FailureKind.Launch, $"the first process of container '{container.Id}' did not take the permission to start");
        }

        using ChildProcess? process = container.TryOpenProcess();
        process?.WaitForEnd(ContainerKill.DyingMilliseconds);
        throw Refuse(container.Id, ContainerStatus.Stopped);
    }

    private static ConfigReadResult ReadConfig(Container container) =>
        ConfigReader.Read(container.State.TryRead(Container.ConfigFileName, ConfigReader.MaxFileSize + 1), "config.json");

    private static ContainerException Refuse(string id, ContainerStatus status) => new(FailureKind.Status, status switch
    {
        ContainerStatus.Stopped => $"cannot start a container that has stopped: '{id}'",
        ContainerStatus.Running => $"cannot start an already running container: '{id}'",
        _ => $"cannot start a container in the {ContainerState.NameOf(status)} state: '{id}'",
    });
}

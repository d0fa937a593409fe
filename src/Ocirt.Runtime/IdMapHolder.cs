// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>
/// Makes user namespaces that only carry id mappings. The kernel makes one together with a process; that process is
/// init with a plan that does nothing, and ends as soon as the namespace is held by a descriptor.
/// </summary>
internal static class IdMapHolder
{
    /// <summary>Makes a user namespace with the mappings.</summary>
    /// <returns>Its descriptor, which keeps it alive.</returns>
    /// <exception cref="SyscallException">The host refused.</exception>
    internal static FileDescriptor Make(IdMaps maps)
    {
        PlanWriter plan = new();
        plan.Add(StepOp.Clone, new CloneStep { Flags = Sched.CLONE_NEWUSER, CgroupRegister = Register.None });
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Go, FirstRegister = Register.None });
        using WaitingInit init = WaitingInit.Start(preserved: 0, trace: null);
        using ChannelSocket channel = init.Begin(plan.ToArray(PlanFlags.None), out ChildProcess stage1);
        int pid = 0;
        try
        {
            pid = ReceivePid(channel);
            HostSources.WriteMaps(pid, maps);
            return UserNamespace.Open(pid);
        }
        finally
        {
            // The end of the stream ends the process.
            channel.Dispose();
            stage1.Wait();
            stage1.Dispose();
            if (pid != 0)
            {
                ChildProcess.Wait(pid);
            }
        }
    }

    private static int ReceivePid(ChannelSocket channel)
    {
        InitMessage message = default;
        Span<byte> buffer = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref message, 1));
        while (true)
        {
            ReceiveStatus status = channel.Receive(buffer, default, out int length, out _, Launcher.SilenceLimit);
            if (status == ReceiveStatus.Message && length == InitMessage.Size && message.Kind == MessageKind.Failed)
            {
                throw new SyscallException($"{(SyscallNumber)message.Call}(CLONE_NEWUSER)", message.Error);
            }

            if (status != ReceiveStatus.Message || length != InitMessage.Size)
            {
                throw new SyscallException("clone3(CLONE_NEWUSER)", Errno.EIO, "init ended without a word");
            }

            if (message.Kind == MessageKind.Spawned)
            {
                return (int)message.Value;
            }
        }
    }
}

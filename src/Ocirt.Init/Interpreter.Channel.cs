// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>The channel to the brain: SOCK_SEQPACKET, whole messages, descriptors by SCM_RIGHTS.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private Outcome Await(AwaitStep* step)
    {
        if (step->Slot == (uint)LateSlot.Home && _home != null)
        {
            return Outcome.Done;
        }

        if (step->Part == (uint)AwaitPart.Answer || LateSlots.IsFilledUnasked((LateSlot)step->Slot))
        {
            return Receive(step);
        }

        int offer = -1;
        if (step->Offer.Length != 0 && !OpenOffer(step->Offer, &offer))
        {
            return Outcome.Failed;
        }

        if (step->Slot == (uint)LateSlot.Home && step->Offer.Length != 0 && offer < 0)
        {
            TakeRootForHome();
            return Outcome.Done;
        }

        return Ask(step, offer);
    }

    /// <summary>Without a passwd file, as in many small images, there is nothing to ask the brain, which would have to be woken for it.</summary>
    private void TakeRootForHome()
    {
        ReadOnlySpan<byte> home = "HOME=/"u8;
        for (int i = 0; i < home.Length; i++)
        {
            _homeBuffer[i] = home[i];
        }

        _homeBuffer[home.Length] = 0;
        _home = _homeBuffer;
    }

    /// <summary>Asks for a slot, hands a descriptor over (-1 for none) and waits for the answer, unless a later step does.</summary>
    private Outcome Ask(AwaitStep* step, int offer)
    {
        InitMessage message = default;
        message.Kind = MessageKind.Await;
        message.Step = _step;
        message.Value = step->Slot;
        bool sent = Send(&message, offer);
        if (offer >= 0)
        {
            Close(offer);
        }

        if (!sent)
        {
            return Outcome.Abandoned;
        }

        return step->Part == (uint)AwaitPart.Question ? Outcome.Done : Receive(step);
    }

    private bool OpenOffer(BlobRef path, int* descriptor)
    {
        byte* text = _plan.Text(path);
        if (text == null)
        {
            return false;
        }

        // SAFETY: O_NONBLOCK, so that a fifo in a hostile rootfs does not hold the launch up.
        nint opened = OpenInRoot(text, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        *descriptor = IsError(opened) ? -1 : (int)opened;
        return true;
    }

    private Outcome Receive(AwaitStep* step)
    {
        FillMessage head;
        ControlBuffer control;
        IoVector* parts = stackalloc IoVector[2];
        parts[0] = new IoVector { Base = &head, Length = FillMessage.Size };
        parts[1] = new IoVector { Base = _homeBuffer, Length = FillMessage.DataCapacity };
        MessageHeader header = default;
        header.Parts = parts;
        header.PartCount = 2;
        header.Control = &control;
        header.ControlLength = (nuint)sizeof(ControlBuffer);
        nint received = Call(SyscallNumber.recvmsg, _channel, (nint)(&header), Socket.MSG_CMSG_CLOEXEC);
        if (received < FillMessage.Size || head.Kind != MessageKind.Fill || (uint)head.Slot != step->Slot
            || head.DataLength != (nuint)received - FillMessage.Size)
        {
            // The brain closes its end when the launch is given up.
            return Outcome.Abandoned;
        }

        if (head.Slot == LateSlot.Home && head.DataLength != 0)
        {
            _homeBuffer[head.DataLength] = 0;
            _home = _homeBuffer;
        }

        // Without open_tree(2) the brain sends places in this mount namespace, and says so by a byte.
        _treesArePlaces |= head.Slot == LateSlot.Trees && head.DataLength != 0;
        return Keep(step, &control, header.ControlLength, head.DescriptorCount) ? Outcome.Done : Outcome.Failed;
    }

    private bool Keep(AwaitStep* step, ControlBuffer* control, nuint controlLength, uint expected)
    {
        uint count = controlLength > ControlBuffer.HeadSize ? (uint)((control->Length - ControlBuffer.HeadSize) / sizeof(int)) : 0;
        if (count != expected || count > step->MaxDescriptors || count > ControlBuffer.Capacity)
        {
            return Fail(SyscallNumber.recvmsg, Errno.EPROTO, FailurePoint.Channel);
        }

        for (uint i = 0; i < count; i++)
        {
            if (!Hold(step->FirstRegister + i, control->Descriptors[(int)i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Send(InitMessage* message, int descriptor) => SendOver(_channel, message, descriptor);

    private bool SendOver(int socket, InitMessage* message, int descriptor)
    {
        IoVector part = new() { Base = message, Length = InitMessage.Size };
        ControlBuffer control;
        MessageHeader header = default;
        header.Parts = &part;
        header.PartCount = 1;
        if (descriptor >= 0)
        {
            control.Length = ControlBuffer.HeadSize + sizeof(int);
            control.Level = Socket.SOL_SOCKET;
            control.Type = Socket.SCM_RIGHTS;
            control.Descriptors[0] = descriptor;
            control.Descriptors[1] = 0;
            header.Control = &control;
            header.ControlLength = ControlBuffer.HeadSize + 8;
        }

        return Try(SyscallNumber.sendmsg, socket, (nint)(&header), Socket.MSG_NOSIGNAL);
    }

    /// <summary>Receives a message for its one descriptor.</summary>
    /// <returns>The descriptor, or -1 when the other side is gone or sent something else.</returns>
    private int ReceiveDescriptor(int socket)
    {
        InitMessage message;
        ControlBuffer control;
        IoVector part = new() { Base = &message, Length = InitMessage.Size };
        MessageHeader header = default;
        header.Parts = &part;
        header.PartCount = 1;
        header.Control = &control;
        header.ControlLength = ControlBuffer.HeadSize + 8;
        nint received = Call(SyscallNumber.recvmsg, socket, (nint)(&header), Socket.MSG_CMSG_CLOEXEC);
        return received == InitMessage.Size && header.ControlLength > ControlBuffer.HeadSize ? control.Descriptors[0] : -1;
    }

    private void Report()
    {
        InitMessage message = default;
        message.Kind = MessageKind.Failed;
        message.Step = _step;
        message.Error = _error;
        message.Call = (int)_call;
        message.Point = _point;
        message.Value = _value;
        for (uint i = 0; i < _detailLength && i < InitMessage.DetailCapacity; i++)
        {
            message.Detail[i] = _detail[i];
            message.DetailLength = i + 1;
        }

        Send(&message, -1);
    }

    private int Refused()
    {
        InitMessage message = default;
        message.Kind = MessageKind.Refused;
        message.Step = _step;
        message.Value = (ulong)_plan.Fault;
        Send(&message, -1);
        return ExitRefused;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        internal void* Base;
        internal nuint Length;
    }

    /// <summary><c>struct msghdr</c> of sendmsg(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        internal void* Name;
        internal nuint NameLength;
        internal IoVector* Parts;
        internal nuint PartCount;
        internal void* Control;
        internal nuint ControlLength;
        internal nuint Flags;
    }

    /// <summary>One <c>struct cmsghdr</c> with room for descriptors; see cmsg(3).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ControlBuffer
    {
        internal nuint Length;
        internal int Level;
        internal int Type;
        internal fixed int Descriptors[Capacity];

        internal const int HeadSize = 16;
        internal const int Capacity = 32;
    }
}

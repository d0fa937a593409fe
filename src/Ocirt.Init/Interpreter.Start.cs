// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>The wait of a created container for start, on a socket that outlives the creator.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>
    /// Handles signals, since the kernel keeps those without a handler from the first process of a pid namespace. Exec takes
    /// the handlers away.
    /// </summary>
    private bool EndOnSignals(EndOnSignalsStep* step)
    {
        // struct sigaction of the kernel: handler, flags, restorer, mask. The handler never returns.
        nint* action = stackalloc nint[4];
        action[0] = TKernel.SignalExit;
        action[1] = (nint)Signal.SA_RESTORER;
        action[2] = action[0];
        action[3] = 0;
        for (int signal = 1; signal <= Signal.NSIG; signal++)
        {
            if ((step->Signals >> (signal - 1) & 1) != 0 && !Try(SyscallNumber.rt_sigaction, signal, (nint)action, 0, sizeof(ulong)))
            {
                return false;
            }
        }

        return true;
    }

    private Outcome AcceptStart(AcceptStartStep* step)
    {
        int listener = Held(step->Register);
        if (listener < 0)
        {
            return Outcome.Failed;
        }

        // ORDER: the end of this stream tells the creator that the container waits; nobody listens until start connects.
        Close(_channel);
        AwaitStep wait = default;
        wait.Slot = (uint)LateSlot.Start;
        uint owner = PeerOf(listener);
        while (true)
        {
            nint connection = Call(SyscallNumber.accept4, listener, 0, 0, Socket.SOCK_CLOEXEC);
            if (IsError(connection))
            {
                return Outcome.Abandoned;
            }

            _channel = (int)connection;

            // A start that is killed before it has given the permission leaves the container as it was.
            if (PeerOf(_channel) == owner && Receive(&wait) == Outcome.Done)
            {
                Close(listener);
                return Outcome.Done;
            }

            Close(_channel);
        }
    }

    /// <summary>
    /// The user who listened, of a listening socket, or who connected, of a connection, as this user namespace sees it.
    /// Both are the same when a profile forbids the question: the mode of the socket and of its directory keep others out.
    /// </summary>
    private static uint PeerOf(int socket)
    {
        // struct ucred: pid, uid, gid.
        uint* credentials = stackalloc uint[3];
        credentials[1] = NoUser;
        uint length = 3 * sizeof(uint);
        TKernel.Invoke(SyscallNumber.getsockopt, socket, Socket.SOL_SOCKET, Socket.SO_PEERCRED, (nint)credentials, (nint)(&length), 0);
        return credentials[1];
    }

    private const uint NoUser = 0xffff_ffff;
}

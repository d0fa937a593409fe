// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>asm-generic/signal.h</c>; see sigaction(2), signal(7).</summary>
public static class Signal
{
    /// <summary>Hang-up.</summary>
    public const int SIGHUP = 1;

    /// <summary>Interrupt.</summary>
    public const int SIGINT = 2;

    /// <summary>Quit.</summary>
    public const int SIGQUIT = 3;

    /// <summary>Illegal instruction.</summary>
    public const int SIGILL = 4;

    /// <summary>A trap of a debugger.</summary>
    public const int SIGTRAP = 5;

    /// <summary>Abort.</summary>
    public const int SIGABRT = 6;

    /// <summary>Bad memory access: nothing is there.</summary>
    public const int SIGBUS = 7;

    /// <summary>Arithmetic error.</summary>
    public const int SIGFPE = 8;

    /// <summary>Stack fault of a coprocessor; the kernel never sends it.</summary>
    public const int SIGSTKFLT = 16;

    /// <summary>Bad system call.</summary>
    public const int SIGSYS = 31;

    /// <summary>Kill.</summary>
    public const int SIGKILL = 9;

    /// <summary>Broken pipe.</summary>
    public const int SIGPIPE = 13;

    /// <summary>Termination.</summary>
    public const int SIGTERM = 15;

    /// <summary>A child changed.</summary>
    public const int SIGCHLD = 17;

    /// <summary>Continue.</summary>
    public const int SIGCONT = 18;

    /// <summary>Stop.</summary>
    public const int SIGSTOP = 19;

    /// <summary>A read in the background of a terminal.</summary>
    public const int SIGTTIN = 21;

    /// <summary>A write in the background of a terminal.</summary>
    public const int SIGTTOU = 22;

    /// <summary>The window changed.</summary>
    public const int SIGWINCH = 28;

    /// <summary>The action names the function that a handler returns to; a kernel for x86-64 starts no handler without.</summary>
    public const uint SA_RESTORER = 0x04000000;

    /// <summary>The highest signal number.</summary>
    public const int NSIG = 64;

    /// <summary>Adds to the mask.</summary>
    public const int SIG_BLOCK = 0;

    /// <summary>Takes out of the mask.</summary>
    public const int SIG_UNBLOCK = 1;

    /// <summary>Sets the mask.</summary>
    public const int SIG_SETMASK = 2;

    /// <summary>Bad memory access.</summary>
    public const int SIGSEGV = 11;

    /// <summary>User defined.</summary>
    public const int SIGUSR1 = 10;

    /// <summary>User defined.</summary>
    public const int SIGUSR2 = 12;
}

// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>A signal that was read from a <see cref="SignalFd"/>.</summary>
/// <param name="Signal">Its number.</param>
/// <param name="Code">The si_code: SI_USER (0) from kill(2), SI_KERNEL (128), CLD_* for SIGCHLD.</param>
/// <param name="SenderPid">Who sent it, or which child changed; 0 when unknown.</param>
/// <param name="SenderUserId">The sender's real user id.</param>
public readonly record struct SignalInformation(int Signal, int Code, int SenderPid, uint SenderUserId);

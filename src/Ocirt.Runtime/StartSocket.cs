// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// The socket in the state directory on which the first process of a created container waits: the creator binds it as
/// the last thing it does, init inherits it and accepts, start connects. Nobody else may connect, so that looking at a
/// container never starts it.
/// </summary>
internal static class StartSocket
{
    private const string FileName = "start.sock";

    /// <summary>Makes the socket; from then on the container counts as created.</summary>
    internal static FileDescriptor Bind(StateDirectory state) => NamedSocket.Listen(state.Descriptor, FileName);

    /// <summary>Whether the socket was made, and the container was not started yet.</summary>
    internal static bool Exists(StateDirectory state) => state.Has(FileName);

    /// <summary>Connects to init.</summary>
    /// <returns>The connection, or null when nobody listens: init has ended, or has become the program.</returns>
    internal static ChannelSocket? TryConnect(StateDirectory state) =>
        NamedSocket.TryConnect(state.Descriptor, FileName, out int errno) ?? (errno is Errno.ECONNREFUSED or Errno.ENOENT
            ? null
            : throw new SyscallException($"connect({state.Descriptor}, \"{FileName}\")", errno));

    /// <summary>
    /// Removes the name of the socket once the container was started. That it cannot, on a state root that has become
    /// read-only, does no harm: nobody listens any more, and the program runs.
    /// </summary>
    internal static void Remove(StateDirectory state) => _ = Directories.TryUnlink(state.Descriptor, FileName);
}

// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <content>Reading and writing.</content>
public sealed partial class FileDescriptor
{
    /// <summary>Reads once; read(2).</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many came; 0 at the end.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public unsafe int Read(Span<byte> buffer)
    {
        // SAFETY: the buffer is pinned for the call, and its own length is passed.
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                nint count = Libc.read(Value, pointer, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (Failure.LastErrno != Errno.EINTR)
                {
                    throw Failure.On("read", Value);
                }
            }
        }
    }

    /// <summary>Reads once; a failure is an answer, not an exception.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="count">How many came; 0 at the end.</param>
    /// <param name="errno">0, or why it failed: EAGAIN when nothing waits.</param>
    /// <returns>False when it failed.</returns>
    public unsafe bool TryRead(Span<byte> buffer, out int count, out int errno)
    {
        // SAFETY: the buffer is pinned for the call, and its own length is passed.
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                nint read = Libc.read(Value, pointer, (nuint)buffer.Length);
                if (read >= 0)
                {
                    count = (int)read;
                    errno = 0;
                    return true;
                }

                errno = Failure.LastErrno;
                if (errno != Errno.EINTR)
                {
                    count = 0;
                    return false;
                }
            }
        }
    }

    /// <summary>Reads once from a place; pread(2).</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">The place.</param>
    /// <returns>How many came; 0 at the end.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public unsafe int ReadAt(Span<byte> buffer, long offset)
    {
        // SAFETY: the buffer is pinned for the call, and its own length is passed.
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                nint count = Libc.pread(Value, pointer, (nuint)buffer.Length, offset);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (Failure.LastErrno != Errno.EINTR)
                {
                    throw Failure.On("pread", Value);
                }
            }
        }
    }

    /// <summary>Reads from here to the end.</summary>
    /// <param name="limit">The most bytes that are taken.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="SyscallException">The call failed; EFBIG when there is more than the limit.</exception>
    public byte[] ReadAllBytes(int limit)
    {
        int size = SizeHint(limit);
        byte[] buffer = new byte[Math.Min(Math.Max(size, 511) + 1, limit + 1)];
        int length = 0;
        while (true)
        {
            int count = Read(buffer.AsSpan(length));
            length += count;
            if (length > limit)
            {
                throw new SyscallException($"read({this}): more than {limit} bytes", Errno.EFBIG);
            }

            // The buffer had room for more than the file has: what came short of it is the whole.
            if (count == 0 || (length == size && length < buffer.Length))
            {
                return length == buffer.Length ? buffer : buffer.AsSpan(0, length).ToArray();
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, limit + 1L));
            }
        }
    }

    /// <summary>Reads a small file whole, such as one of procfs or cgroupfs, into a buffer of the caller.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many came; a file that is longer is cut at the buffer's end.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public int ReadUpTo(Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            int count = Read(buffer[length..]);
            if (count == 0)
            {
                break;
            }

            length += count;
        }

        return length;
    }

    /// <summary>Writes all of the bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <exception cref="SyscallException">The call failed; some bytes may have been written.</exception>
    public void WriteAll(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (!TryWrite(content, out int count, out int errno))
            {
                throw new SyscallException($"write({this})", errno);
            }

            content = content[count..];
        }
    }

    /// <summary>Writes once; a failure is an answer, not an exception. The files of cgroupfs take one write whole.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="count">How many were written.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>False when it failed.</returns>
    public unsafe bool TryWrite(ReadOnlySpan<byte> content, out int count, out int errno)
    {
        // SAFETY: the content is pinned for the call, and its own length is passed.
        fixed (byte* pointer = content)
        {
            while (true)
            {
                nint written = Libc.write(Value, pointer, (nuint)content.Length);
                if (written >= 0)
                {
                    count = (int)written;
                    errno = 0;
                    return true;
                }

                errno = Failure.LastErrno;
                if (errno != Errno.EINTR)
                {
                    count = 0;
                    return false;
                }
            }
        }
    }

    /// <summary>The length of a regular file, so that it is read in one piece; 0 when unknown.</summary>
    private unsafe int SizeHint(int limit)
    {
        Statx raw;
        // SAFETY: the kernel fills the struct, which lives on this stack frame.
        return Libc.statx(Value, "", Fcntl.AT_EMPTY_PATH, Abi.Linux.Stat.STATX_BASIC_STATS, &raw) == 0
            ? (int)Math.Min(raw.FileSize, (ulong)limit)
            : 0;
    }
}

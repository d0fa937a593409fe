// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>Hands the descriptor of a filter that notifies to the agent that answers (config-linux.md, The Container Process State).</summary>
public static class SeccompListener
{
    /// <summary>Sends the descriptor with the state: one connection, one message.</summary>
    /// <param name="config">The configuration, which names the agent's socket.</param>
    /// <param name="listener">The descriptor that seccomp(2) gave.</param>
    /// <param name="state">The container's state as JSON.</param>
    /// <param name="pid">The process that the filter is for.</param>
    /// <exception cref="ContainerException">The agent cannot be reached.</exception>
    public static void HandOver(ContainerConfig config, FileDescriptor listener, ReadOnlySpan<byte> state, int pid)
    {
        SeccompConfig section = config.Linux!.Seccomp!;
        FileDescriptor? socket = NamedSocket.TryConnect(RuntimeAnnotations.SeccompAgent(config)!, Socket.SOCK_STREAM, out int errno);
        if (socket is null)
        {
            throw Refused(config, section, $"failed to connect with seccomp agent: {(errno == Errno.ENOTSOCK ? "it is not a socket" : ErrnoText.Describe(errno))}");
        }

        using ChannelSocket channel = ChannelSocket.From(socket);
        int number = listener.Value;
        if (!channel.Send(Message(section, state, pid), new ReadOnlySpan<int>(in number)))
        {
            throw Refused(config, section, "the agent has closed the connection");
        }
    }

    private static ReadOnlySpan<byte> Message(SeccompConfig section, ReadOnlySpan<byte> state, int pid)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion"u8, ContainerRecord.OciVersion);
            json.WriteStartArray("fds"u8);
            json.WriteStringValue("seccompFd"u8);
            json.WriteEndArray();
            json.WriteNumber("pid"u8, pid);
            if (!string.IsNullOrEmpty(section.ListenerMetadata))
            {
                json.WriteString("metadata"u8, section.ListenerMetadata);
            }

            json.WritePropertyName("state"u8);
            json.WriteRawValue(state);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static ContainerException Refused(ContainerConfig config, SeccompConfig section, string why)
    {
        SourceLocation place = config.Source.Locate(section, "listenerPath");
        return new(
            FailureKind.Host,
            $"{config.Source.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: the seccomp agent at '{RuntimeAnnotations.SeccompAgent(config)}': {why}");
    }
}

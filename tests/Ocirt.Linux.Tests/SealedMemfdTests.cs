// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;

using FluentAssertions;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class SealedMemfdTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_changes_what_was_sealed(bool executable)
    {
        using FileDescriptor file = SealedMemfd.Create("sealed", "content"u8, executable);
        string path = $"/proc/self/fd/{file.Value}";

        Refused(() => File.WriteAllText(path, "others"), because: "it would be cut first");
        Refused(() => File.AppendAllText(path, "more"), because: "it would grow");
        Refused(
            () =>
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                stream.WriteByte((byte)'C');
            },
            because: "it would be another content of the same length");
        File.ReadAllText(path).Should().Be("content");
    }

    private static void Refused(Action change, string because) => change.Should().Throw<UnauthorizedAccessException>(because);
}

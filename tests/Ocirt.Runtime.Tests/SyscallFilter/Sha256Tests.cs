// SPDX-License-Identifier: Apache-2.0

using System;
using System.Security.Cryptography;

using FluentAssertions;
using Ocirt.Runtime.SyscallFilter;
using Xunit;

namespace Ocirt.Runtime.Tests.SyscallFilter;

public sealed class Sha256Tests
{
    [Fact]
    public void Digests_are_those_of_the_class_library_at_every_length_around_the_blocks()
    {
        Random random = new(1);
        byte[] digest = new byte[Sha256.Length];
        for (int length = 0; length < 300; length++)
        {
            byte[] content = new byte[length];
            random.NextBytes(content);
            Sha256.Hash(content, digest);
            digest.Should().Equal(SHA256.HashData(content), because: $"{length} bytes");
        }
    }
}

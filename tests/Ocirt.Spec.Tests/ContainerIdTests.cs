// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class ContainerIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("libpod-0063c5e5c5137b9cf113c1115415d024e5ef553a18bff2627d7c5c166afe1810")]
    [InlineData("A_z+0-9.x")]
    [InlineData("...")]
    public void Letters_digits_and_four_signs_are_valid(string id) => ContainerId.Validate(id).Should().BeNull();

    [Theory]
    [InlineData(null, "the container id must not be empty")]
    [InlineData("", "the container id must not be empty")]
    [InlineData(".", "the container id '.' names a directory, use letters or digits")]
    [InlineData("..", "the container id '..' names a directory, use letters or digits")]
    [InlineData("a/b", "the container id 'a/b' has the character '/', use letters, digits, '_', '+', '-' and '.'")]
    [InlineData("a\nb", "the container id 'a\\nb' has the character '\\n', use letters, digits, '_', '+', '-' and '.'")]
    [InlineData("é", "the container id 'é' has the character 'é', use letters, digits, '_', '+', '-' and '.'")]
    public void Other_ids_are_refused_with_a_reason(string? id, string message) => ContainerId.Validate(id).Should().Be(message);

    [Fact]
    public void Id_longer_than_a_file_name_is_refused()
    {
        ContainerId.Validate(new string('a', 240)).Should().BeNull();
        ContainerId.Validate(new string('a', 241)).Should().Be(
            $"the container id '{new string('a', 80)}...' (241 characters) is longer than 240 characters");
    }
}

// SPDX-License-Identifier: Apache-2.0

using System.Globalization;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec;

/// <summary>The rules for the name of a container. It becomes the name of a directory and of a cgroup.</summary>
public static class ContainerId
{
    /// <summary>The longest name, in characters: one component of a path with room for a suffix.</summary>
    public const int MaxLength = 240;

    /// <summary>Checks a name: 1 to 240 of the characters A-Z a-z 0-9 _ + - and '.', and neither "." nor "..".</summary>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public static string? Validate(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "the container id must not be empty";
        }

        if (id.Length > MaxLength)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the container id {ValueText.Quote(id)} is longer than {MaxLength} characters");
        }

        if (id is "." or "..")
        {
            return $"the container id '{id}' names a directory, use letters or digits";
        }

        foreach (char letter in id)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '+' or '-' or '.'))
            {
                return $"the container id {ValueText.Quote(id)} has the character {ValueText.Quote(letter.ToString())}, "
                    + "use letters, digits, '_', '+', '-' and '.'";
            }
        }

        return null;
    }
}

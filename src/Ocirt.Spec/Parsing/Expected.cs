// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Parsing;

/// <summary>How messages name the types of JSON values.</summary>
internal static class Expected
{
    internal const string Object = "an object";
    internal const string List = "a list";
    internal const string String = "a string";
    internal const string Boolean = "true or false";
    internal const string Integer = "an integer";
}

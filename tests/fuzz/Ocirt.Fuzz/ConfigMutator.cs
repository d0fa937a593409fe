// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocirt.Fuzz;

/// <summary>Changes a configuration: mostly its structure, so that it is still JSON, and now and then its text.</summary>
internal sealed class ConfigMutator(Random random, Corpus corpus)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static readonly string[] s_texts =
    [
        "", "/", ".", "..", "/..", "//", "/proc/self", "/proc", "/dev", "a", "A=B", "=", "CAP_SYS_ADMIN", "\0", "\n", "\u001b[2J", "\u00e9\u20ac",
        "\ud83d\ude00", "{0}", "{", "}", "%s%n", "'", "\\", "rbind", "bind", "ro", "rro", "idmap", "tmpcopyup", "size=1", "time", "user", "mount",
        "SCMP_ACT_NOTIFY", "SCMP_ARCH_X86_64", "RLIMIT_NOFILE", "rshared", "0-3,7", "4294967295", "1.3.0", "2.0.0", "net.ipv4.ip_forward",
        "unconfined", "b 1:3 rwm", "/proc/1/ns/net", "\u2028", new('x', 300), new('/', 5000),
    ];

    private static readonly string[] s_numbers =
        ["0", "-0", "1", "-1", "2147483647", "-2147483648", "4294967295", "4294967296", "9223372036854775807", "-9223372036854775808",
         "18446744073709551615", "18446744073709551616", "1e3", "1.5", "-1e400", "511", "512", "1024"];

    private static readonly string[] s_tokens =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "/*", "//", "\0", "\ufeff", "\n", "[[[[[[[[[[[[[[[["];

    internal byte[] Make()
    {
        JsonNode root = corpus.Pick(random).DeepClone();
        var places = new List<JsonNode>();
        int changes = random.Next(0, 6);
        for (int i = 0; i < changes; i++)
        {
            places.Clear();
            Collect(root, places);
            Change(places[random.Next(places.Count)]);
        }

        string text = random.Next(3) == 0 ? root.ToJsonString() : root.ToJsonString(s_plain);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(6) == 0 ? ChangeText(bytes) : bytes;
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        switch (node)
        {
            case JsonObject fields:
                places.Add(fields);
                foreach ((_, JsonNode? value) in fields)
                {
                    Collect(value, places);
                }

                break;
            case JsonArray elements:
                places.Add(elements);
                foreach (JsonNode? element in elements)
                {
                    Collect(element, places);
                }

                break;
        }
    }

    private void Change(JsonNode place)
    {
        if (place is JsonObject fields)
        {
            ChangeFields(fields);
        }
        else
        {
            ChangeElements((JsonArray)place);
        }
    }

    private void ChangeFields(JsonObject fields)
    {
        string? name = fields.Count == 0 ? null : ((IList<KeyValuePair<string, JsonNode?>>)fields)[random.Next(fields.Count)].Key;
        switch (random.Next(6))
        {
            case 0 when name is not null:
                fields.Remove(name);
                break;
            case 1 when name is not null:
                JsonNode? moved = fields[name];
                fields.Remove(name);
                fields[Misspell(name)] = moved;
                break;
            case 2 when name is not null:
                fields[name] = MakeValue();
                break;
            case 3 when name is not null:
                fields[name] = corpus.PickField(random).Value?.DeepClone();
                break;
            default:
                (string other, JsonNode? value) = corpus.PickField(random);
                fields[other] = value?.DeepClone();
                break;
        }
    }

    private void ChangeElements(JsonArray elements)
    {
        int at = elements.Count == 0 ? -1 : random.Next(elements.Count);
        switch (random.Next(6))
        {
            case 0 when at >= 0:
                elements.RemoveAt(at);
                break;
            case 1 when at >= 0:
                elements[at] = MakeValue();
                break;
            case 2 when at >= 0:
                for (int copies = random.Next(1, random.Next(30) == 0 ? 400 : 4); copies > 0; copies--)
                {
                    elements.Add(elements[at]?.DeepClone());
                }

                break;
            case 3 when at > 0:
                JsonNode? moved = elements[at];
                elements.RemoveAt(at);
                elements.Insert(0, moved);
                break;
            default:
                elements.Add(random.Next(2) == 0 ? MakeValue() : corpus.PickField(random).Value?.DeepClone());
                break;
        }
    }

    private JsonNode? MakeValue() => random.Next(8) switch
    {
        0 => null,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 or 5 => JsonNode.Parse(s_numbers[random.Next(s_numbers.Length)]),
        _ => JsonValue.Create(s_texts[random.Next(s_texts.Length)]),
    };

    private string Misspell(string name)
    {
        int at = random.Next(name.Length + 1);
        return random.Next(4) switch
        {
            0 => name.ToUpperInvariant(),
            1 => name.Insert(at, "x"),
            2 when at < name.Length => name.Remove(at, 1),
            _ => name + name,
        };
    }

    private byte[] ChangeText(byte[] bytes)
    {
        var text = new List<byte>(bytes);
        for (int changes = random.Next(1, 4); changes > 0 && text.Count > 1; changes--)
        {
            int at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, random.Next(2) == 0 ? text.Count - at : Math.Min(random.Next(1, 40), text.Count - at));
                    break;
                case 2:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]));
                    break;
                default:
                    text.InsertRange(at, text.GetRange(random.Next(at + 1), Math.Min(30, text.Count - at)).ToArray());
                    break;
            }
        }

        return text.ToArray();
    }
}

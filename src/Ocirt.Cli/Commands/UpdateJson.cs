// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ocirt.Cli.Parsing;

namespace Ocirt.Cli.Commands;

/// <summary>Turns the options of <c>ocirt update</c> into the form of linux.resources.</summary>
internal static class UpdateJson
{
    /// <summary>Writes what the options ask for.</summary>
    /// <exception cref="CommandException">A value is malformed.</exception>
    internal static byte[] Write(UpdateOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("memory"u8);
            WriteSize(json, "limit", "memory", options.Memory);
            WriteSize(json, "reservation", "memory-reservation", options.MemoryReservation);
            WriteSize(json, "swap", "memory-swap", options.MemorySwap);
            json.WriteEndObject();
            json.WriteStartObject("cpu"u8);
            WriteNumber(json, "shares", "cpu-share", options.CpuShare);
            WriteNumber(json, "quota", "cpu-quota", options.CpuQuota);
            WriteNumber(json, "period", "cpu-period", options.CpuPeriod);
            WriteNumber(json, "burst", "cpu-burst", options.CpuBurst);
            WriteNumber(json, "realtimePeriod", "cpu-rt-period", options.CpuRtPeriod);
            WriteNumber(json, "realtimeRuntime", "cpu-rt-runtime", options.CpuRtRuntime);
            WriteNumber(json, "idle", "cpu-idle", options.CpuIdle);
            WriteText(json, "cpus", options.CpusetCpus);
            WriteText(json, "mems", options.CpusetMems);
            json.WriteEndObject();
            json.WriteStartObject("pids"u8);
            WriteNumber(json, "limit", "pids-limit", options.PidsLimit);
            json.WriteEndObject();
            json.WriteStartObject("blockIO"u8);
            WriteNumber(json, "weight", "blkio-weight", options.BlkioWeight);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The first option that asks for a change by itself, or null.</summary>
    internal static string? FirstOption(UpdateOptions options) =>
        options.Memory is not null ? "memory"
        : options.MemoryReservation is not null ? "memory-reservation"
        : options.MemorySwap is not null ? "memory-swap"
        : options.CpuShare is not null ? "cpu-share"
        : options.CpuQuota is not null ? "cpu-quota"
        : options.CpuPeriod is not null ? "cpu-period"
        : options.CpuBurst is not null ? "cpu-burst"
        : options.CpuRtPeriod is not null ? "cpu-rt-period"
        : options.CpuRtRuntime is not null ? "cpu-rt-runtime"
        : options.CpuIdle is not null ? "cpu-idle"
        : options.CpusetCpus is not null ? "cpuset-cpus"
        : options.CpusetMems is not null ? "cpuset-mems"
        : options.PidsLimit is not null ? "pids-limit"
        : options.BlkioWeight is not null ? "blkio-weight"
        : null;

    private static void WriteText(Utf8JsonWriter json, string field, string? value)
    {
        if (value is not null)
        {
            json.WriteString(field, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string field, string option, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            throw new CommandException($"option '--{option}' cannot be {UsageText.Quote(value)}, it must be a whole number");
        }

        json.WriteNumber(field, number);
    }

    /// <summary>Writes a size: bytes, or a number with k, m, g, t or p for powers of 1024, as in 1.5g, 512M or 64KiB.</summary>
    private static void WriteSize(Utf8JsonWriter json, string field, string option, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (value == "-1")
        {
            json.WriteNumber(field, -1);
            return;
        }

        ReadOnlySpan<char> text = value.AsSpan().TrimEnd("bB").TrimEnd("iI");
        int shift = text.IsEmpty ? -1 : char.ToLowerInvariant(text[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, 'p' => 50, _ => 0 };
        ReadOnlySpan<char> digits = shift > 0 ? text[..^1].TrimEnd(' ') : text;
        if (shift < 0 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number * (1L << shift) >= long.MaxValue)
        {
            throw new CommandException($"option '--{option}' cannot be {UsageText.Quote(value)}, it must be a size, as in '512m', or '-1'");
        }

        json.WriteNumber(field, (long)(number * (1L << shift)));
    }
}

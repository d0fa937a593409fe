// SPDX-License-Identifier: Apache-2.0
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace Ocirt.Benchmarks;

/// <summary>Writes the results as text table (Markdown), JSON and SVG bar chart.</summary>
internal static class Report
{
    private const string Baseline = "crun";

    /// <summary>The Markdown page of the host: the table, the versions, the command that made it.</summary>
    public static string Markdown(IReadOnlyList<Row> rows, IReadOnlyList<string> facts) =>
        Page("# Benchmarks\n\nMade by `make bench` (as root).", "![chart](benchmarks.svg)\n\n", rows, facts);

    /// <summary>The Markdown page of the VM.</summary>
    public static string VmMarkdown(IReadOnlyList<Row> rows, IReadOnlyList<string> facts) =>
        Page("# Benchmarks with systemd and with all controllers\n\nMade by `make bench-vm` (as root), in a VM whose processor is emulated.", "", rows, facts);

    private static string Page(string head, string chart, IReadOnlyList<Row> rows, IReadOnlyList<string> facts)
    {
        var text = new StringBuilder(head);
        _ = text.Append(" Medians; in brackets the 10th and 90th percentile. ");
        _ = text.Append("The ratio is that of the medians to crun's, with its 95 % confidence interval.\n\n").Append(chart);
        foreach (string fact in facts)
        {
            _ = text.Append($"- {fact}\n");
        }

        _ = text.Append("\n| what | unit | runtime | median | p10 to p90 | ratio to crun |\n|---|---|---|---|---|---|\n");
        foreach (Row row in rows)
        {
            if (row.Missing is not null)
            {
                _ = text.Append($"| {row.Title} | | | {row.Missing} | | |\n");
            }

            Series? baseline = row.Series.FirstOrDefault(s => s.Runtime == Baseline);
            foreach (Series series in row.Series)
            {
                string ratio = baseline is null ? "" : Ratio(series, baseline);
                string spread = series.Values.Length > 1 ? $"{Number(series.Percentile(0.1))} to {Number(series.Percentile(0.9))}" : "";
                _ = text.Append($"| {row.Title} | {row.Unit} | {series.Runtime} | {Number(series.Median)} | {spread} | {ratio} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>All values, for other tools.</summary>
    public static string Json(IReadOnlyList<Row> rows, IReadOnlyList<string> facts)
    {
        var list = new JsonArray();
        foreach (Row row in rows)
        {
            var series = new JsonObject();
            foreach (Series s in row.Series)
            {
                series[s.Runtime] = new JsonArray([.. s.Values.Select(v => JsonValue.Create(v))]);
            }

            list.Add((JsonNode)new JsonObject { ["what"] = row.Title, ["unit"] = row.Unit, ["missing"] = row.Missing, ["values"] = series });
        }

        var facts2 = new JsonArray([.. facts.Select(f => JsonValue.Create(f))]);
        return new JsonObject { ["facts"] = facts2, ["rows"] = list }.ToJsonString();
    }

    /// <summary>A bar chart, one group per measured row; every group has its own scale.</summary>
    public static string Svg(IReadOnlyList<Row> rows, IReadOnlyList<string> facts)
    {
        Row[] shown = [.. rows.Where(r => r.Series.Length > 0)];
        var body = new StringBuilder();
        int y = 66;
        foreach (Row row in shown)
        {
            double most = row.Series.Max(s => s.Median);
            Series? baseline = row.Series.FirstOrDefault(s => s.Runtime == Baseline);
            _ = body.Append($"<text class='row' x='20' y='{y}'>{Escape(row.Title)}</text>\n");
            foreach (Series s in row.Series)
            {
                y += 22;
                double width = s.Median / most * 420;
                string ratio = baseline is null || s == baseline ? "" : $"  ({Number(s.Median / baseline.Median)} × crun)";
                _ = body.Append(CultureInfo.InvariantCulture, $"<text class='label' x='76' y='{y + 2}' text-anchor='end'>{Escape(s.Runtime)}</text>");
                _ = body.Append(CultureInfo.InvariantCulture, $"<rect class='{s.Runtime}' x='84' y='{y - 10}' width='{width:0.0}' height='16' rx='2'/>");
                _ = body.Append(CultureInfo.InvariantCulture, $"<text class='label' x='{92 + width:0.0}' y='{y + 2}'>{Number(s.Median)} {row.Unit}{ratio}</text>\n");
            }

            y += 36;
        }

        foreach (string fact in facts)
        {
            _ = body.Append($"<text class='note' x='20' y='{y}'>{Escape(fact)}</text>\n");
            y += 16;
        }

        // A background of its own: readable on light and dark pages.
        return $$"""
            <svg xmlns="http://www.w3.org/2000/svg" width="720" height="{{y + 4}}" viewBox="0 0 720 {{y + 4}}" role="img" aria-label="ocirt against crun and runc">
            <style>
            text { font-family: system-ui, 'DejaVu Sans', sans-serif; fill: #1f2328 }
            .title { font-size: 18px; font-weight: bold } .row { font-size: 14px; font-weight: bold }
            .label { font-size: 12px } .note { font-size: 11px; fill: #59636e }
            .ocirt { fill: #1a7f37 } .crun { fill: #8c959f } .runc { fill: #afb8c1 }
            </style>
            <rect width="100%" height="100%" rx="6" fill="#ffffff" stroke="#d1d9e0"/>
            <text class="title" x="20" y="32">ocirt against crun and runc: medians, shorter is better</text>
            {{body}}</svg>

            """;
    }

    private static string Ratio(Series series, Series baseline)
    {
        if (series == baseline)
        {
            return "1";
        }

        (double ratio, double low, double high) = series.RatioTo(baseline);
        return series.Values.Length > 1 ? $"{Number(ratio)} [{Number(low)}, {Number(high)}]" : Number(ratio);
    }

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", System.StringComparison.Ordinal).Replace("<", "&lt;", System.StringComparison.Ordinal);
}

// Predicts the rows of ../../examples.json and compares with the answers that the workbench gave: dotnet run
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

public static class Program
{
    public static int Main(string[] arguments)
    {
        var kit = Path.GetFullPath(arguments.Length > 0 ? arguments[0] : Path.Combine("..", ".."));
        var contract = Read(kit, "contract.json");
        var examples = Read(kit, "examples.json");
        var rows = examples["rows"].AsArray();
        var expected = examples["expected"].AsArray();
        var tolerance = examples["tolerance"].GetValue<double>();
        var classes = contract["classes"] == null
            ? null
            : contract["classes"].AsArray().Select(name => name.GetValue<string>()).ToArray();

        using (var session = new InferenceSession(Path.Combine(kit, examples["model"].GetValue<string>())))
        using (var results = session.Run(contract["columns"].AsArray().Select(column => ColumnOf(column, rows)).ToList()))
        {
            Func<string, NamedOnnxValue> output = kind =>
                results.First(result => result.Name == contract["outputs"][kind].GetValue<string>());
            var largest = 0.0;
            for (var row = 0; row < rows.Count; row++)
            {
                double difference;
                if (classes == null)
                {
                    var own = output("predicted").AsTensor<float>()[row, 0];
                    var theirs = expected[row]["predicted"].GetValue<double>();
                    difference = Math.Abs(own - theirs) / Math.Max(1, Math.Abs(theirs));
                    Console.WriteLine(own.ToString(CultureInfo.InvariantCulture));
                }
                else
                {
                    var scores = output("probabilities").AsTensor<float>();
                    var theirs = expected[row]["probabilities"];
                    difference = classes
                        .Select((name, place) => Math.Abs(scores[row, place] - theirs[name].GetValue<double>()))
                        .Max();
                    Console.WriteLine(output("predicted").AsTensor<string>()[row]);
                }
                // Math.Max of NaN is NaN, which is not "at most" anything.
                largest = Math.Max(largest, difference);
            }
            Console.WriteLine(string.Format(
                CultureInfo.InvariantCulture,
                "{0} rows, largest difference {1}, allowed {2}", rows.Count, largest, tolerance));
            return largest <= tolerance ? 0 : 1;
        }
    }

    private static JsonNode Read(string kit, string name)
    {
        return JsonNode.Parse(File.ReadAllText(Path.Combine(kit, name)));
    }

    /// <summary>A column of JSON values as the model takes it: [rows, 1]; missing is NaN or the empty text.</summary>
    private static NamedOnnxValue ColumnOf(JsonNode column, JsonArray rows)
    {
        var name = column["name"].GetValue<string>();
        var values = rows.Select(row => row[name]).ToArray();
        var shape = new[] { rows.Count, 1 };
        switch (column["takes"].GetValue<string>())
        {
            case "text":
                var words = values.Select(value => value == null ? "" : value.ToString()).ToArray();
                return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(words, shape));
            case "moment":
                var moments = values.Select(value => value == null ? double.NaN : Seconds(value.GetValue<string>())).ToArray();
                return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(moments, shape));
            case "image":
                return NamedOnnxValue.CreateFromTensor(name, Points(column["image"], values));
            default:
                var numbers = values.Select(value => value == null ? float.NaN : value.GetValue<float>()).ToArray();
                return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(numbers, shape));
        }
    }

    /// <summary>Points from 0 to 255, [rows, height, width, channels]; all NaN for a missing picture.</summary>
    private static DenseTensor<float> Points(JsonNode image, IReadOnlyCollection<JsonNode> values)
    {
        var sides = new[] { "height", "width", "channels" }.Select(side => image[side].GetValue<int>()).ToArray();
        var size = sides[0] * sides[1] * sides[2];
        var points = values.SelectMany(value => value == null
            ? Enumerable.Repeat(float.NaN, size)
            : value.AsArray().SelectMany(line => line.AsArray())
                .SelectMany(point => point.AsArray()).Select(number => number.GetValue<float>())).ToArray();
        return new DenseTensor<float>(points, new[] { values.Count, sides[0], sides[1], sides[2] });
    }

    /// <summary>Seconds since 1970; a moment without a zone is UTC.</summary>
    private static double Seconds(string text)
    {
        var moment = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return moment.ToUnixTimeMilliseconds() / 1000.0;
    }
}

import java.io.Closeable
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.ZipFile
import kotlin.math.floor
import org.json.JSONObject
import org.tensorflow.lite.Interpreter

/** What the model answers for one row. */
data class Prediction(val predicted: Any, val probabilities: Map<String, Float>)

/** Runs the exported model on one row at a time. Missing values are null. */
class Predictor(model: File, contractText: String) : Closeable {
    private val interpreter = Interpreter(model)
    private val contract = JSONObject(contractText)

    /** What the file says of its inputs, in the archive that is packed behind it. */
    private val pipeline = ZipFile(model).use { packed ->
        packed.getInputStream(packed.getEntry("strongroom.json")).use { JSONObject(it.readBytes().toString(Charsets.UTF_8)) }
    }
    private val features = pipeline.getJSONObject("fitted").getJSONArray("features")
    private val vocabularies = mutableMapOf<Int, Map<String, Int>>()

    /**
     * Predicts one row.
     * @param row values by the name of the column: numbers, text, true or false; dates as seconds since 1970 (UTC).
     * @param prepared numbers of free text, which is cut into words or pieces, by the name of the input, as examples.json has them.
     */
    fun predict(row: Map<String, Any?>, prepared: Map<String, FloatArray> = emptyMap()): Prediction {
        val inputs = mutableMapOf<String, Any>()
        val list = pipeline.getJSONArray("inputs")
        for (index in 0 until list.length()) {
            val entry = list.getJSONObject(index)
            val name = entry.getString("name")
            val column = entry.getString("column")
            require(row.containsKey(column)) { "The row lacks the column $column; give null when it is missing." }
            inputs[name] = inputOf(entry.getString("input").split(":"), row[column], prepared[name], column)
        }
        if (contract.isNull("classes")) {
            val number = buffer(1)
            interpreter.runSignature(inputs, mapOf<String, Any>("predicted" to number))
            return Prediction(number.getFloat(0), emptyMap())
        }
        val classes = contract.getJSONArray("classes")
        val scores = buffer(classes.length())
        val chosen = buffer(1)
        interpreter.runSignature(inputs, mapOf<String, Any>("probabilities" to scores, "predicted" to chosen))
        val named = (0 until classes.length()).associate { classes.getString(it) to scores.getFloat(4 * it) }
        return Prediction(classes.getString(chosen.getInt(0)), named)
    }

    /** One input of the file, see strongroom.json: "number:0", "category:1", "moment:2:days", "moment:2:second". */
    private fun inputOf(source: List<String>, value: Any?, prepared: FloatArray?, column: String): ByteBuffer =
        when (source[0]) {
            "number" -> floats((value as Number?)?.toFloat() ?: Float.NaN)
            "category" -> buffer(1).apply { putInt(0, idOf(source[1].toInt(), value?.toString() ?: "")) }
            "moment" -> {
                val seconds = (value as Number?)?.toDouble() ?: Double.NaN
                val days = floor(seconds / SECONDS_OF_DAY)
                floats((if (source[2] == "days") days else seconds - days * SECONDS_OF_DAY).toFloat())
            }
            else -> floats(*requireNotNull(prepared) { "Give the numbers of the free text $column." })
        }

    /** The place in the vocabulary plus one; 0 for what training never saw. */
    private fun idOf(feature: Int, text: String): Int =
        vocabularies.getOrPut(feature) {
            val words = features.getJSONObject(feature).getJSONArray("vocabulary")
            (0 until words.length()).associate { words.getString(it) to it + 1 }
        }[text] ?: 0

    private fun buffer(values: Int): ByteBuffer = ByteBuffer.allocateDirect(4 * values).order(ByteOrder.nativeOrder())

    private fun floats(vararg values: Float): ByteBuffer =
        buffer(values.size).apply { values.forEachIndexed { place, value -> putFloat(4 * place, value) } }

    override fun close() = interpreter.close()

    private companion object {
        const val SECONDS_OF_DAY = 86_400.0
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to the forms that are not text, and the bytes of all of them. */
class BinaryFormTests {

    private static final int LITTLE = 1 << 20;

    record Golden(long id, String name, List<Double> marks, BigDecimal price, List<byte[]> pictures, boolean open) {}

    private static Golden golden() {
        return new Golden(
                5_000_000_000L, "Ada é", List.of(0.5), new BigDecimal("12.50"), List.of(new byte[] {0, -1, 127}), true);
    }

    /** What a released build has written must be read for ever; that it is also what is written now is no promise. */
    @ParameterizedTest
    @CsvSource({
        "JSON, 7B226964223A353030303030303030302C226E616D65223A2241646120C3A9222C226D61726B73223A5B302E355D2C227072696365"
                + "223A31322E35302C227069637475726573223A5B224150392F225D2C226F70656E223A747275657D",
        "SMILE, 3A290A01FA816964254A405F1080836E616D658441646120C3A9846D61726B73F829003F7000000000000000F98470726963652A"
                + "8482023802877069637475726573F8E883003F6F07F9836F70656E23FB",
        "MESSAGE_PACK, 86A26964CF000000012A05F200A46E616D65A641646120C3A9A56D61726B7391CB3FE0000000000000A57072696365"
                + "C706020000000204E2A8706963747572657391C40300FF7FA46F70656EC3",
    })
    void theBytesOfARecord(Form form, String hex) {
        ValueSerializer<Golden> serializer = form.serializer().forType(Golden.class);
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(HexFormat.of().withUpperCase().formatHex(serializer.write(golden())))
                .isEqualTo(hex);
        assertThat(serializer.read(bytes, 0, bytes.length))
                .usingRecursiveComparison()
                .isEqualTo(golden());
    }

    @Test
    void theNumbersOfSerializersNeverChange() {
        assertThat(List.of(Form.values()))
                .extracting(form -> form.serializer().id())
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void bytesBehindTheValueAreRefusedWhateverTheyAre(Form form) {
        for (Type type : List.of(Models.Author.class, Integer.class, String.class, int[].class)) {
            ValueSerializer<Object> serializer = form.serializer().forType(type);
            Object value = type == Models.Author.class
                    ? new Models.Author(1, "x")
                    : type == Integer.class ? 300 : type == String.class ? "text" : new int[] {1};
            byte[] bytes = serializer.write(value);
            for (int behind = 0; behind < 256; behind++) {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                longer[bytes.length] = (byte) behind;
                if (form == Form.JSON
                        && (Character.isWhitespace(behind) || (type == Integer.class && isDigit(behind)))) {
                    continue;
                }
                assertThat(ReadOutcome.of(serializer, longer))
                        .as("%s, %d", type, behind)
                        .isEqualTo(ReadOutcome.REFUSED);
            }
            byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
            System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
            if (form != Form.JSON || type != Integer.class) {
                assertThat(ReadOutcome.of(serializer, twice)).isEqualTo(ReadOutcome.REFUSED);
            }
        }
    }

    private static boolean isDigit(int behind) {
        return behind >= '0' && behind <= '9';
    }

    /** Headers that claim more than there is; after "3A290A01" it is Smile. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DD7FFFFFFF",
                "DF7FFFFFFF",
                "DDFFFFFFFF",
                "DFFFFFFFFF",
                "DB7FFFFFFF61",
                "DBFFFFFFFF61",
                "C67FFFFFFF00",
                "C97FFFFFFF0100",
                "C97FFFFFFF0200",
                "C70501000000",
                "C70001",
                "C7040200000000",
                "D40300",
                "C1",
                "DC0001",
                "8100C0",
                "81A0",
                "A2C328",
                "3A290A01E87F7F7F7F8F",
                "3A290A01E80F7F7F7FBF00",
                "3A290A01FD0F7F7F7FBF00",
                "3A290A01267F7F7F7F8F00",
                "3A290A012A00077F7F7FBF00",
                "3A290A01FF",
                "3A290A01",
                "3A290A01E041"
            })
    void whatClaimsMoreThanThereIsIsRefusedWithoutTakingMuchMemory(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Form form : List.of(Form.SMILE, Form.MESSAGE_PACK)) {
            ValueSerializer<Object> serializer = form.serializer().forType(Object.class);
            ReadOutcome.of(serializer, bytes);

            long before = threads.getCurrentThreadAllocatedBytes();
            ReadOutcome outcome = ReadOutcome.of(serializer, bytes);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
            assertThat(outcome).as("%s", form).isEqualTo(ReadOutcome.REFUSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deepNestingIsRefused(Form form) {
        byte[] arrays = new byte[100_000];
        byte[] objects = new byte[100_000];
        byte[] head = HexFormat.of().parseHex("3A290A01");
        if (form == Form.SMILE) {
            Arrays.fill(arrays, (byte) 0xF8);
            for (int i = 0; i + 2 < objects.length; i += 3) {
                objects[i] = (byte) 0xFA;
                objects[i + 1] = (byte) 0x80;
                objects[i + 2] = 'a';
            }
            System.arraycopy(head, 0, arrays, 0, head.length);
            System.arraycopy(objects.clone(), 0, objects, head.length, objects.length - head.length);
            System.arraycopy(head, 0, objects, 0, head.length);
        } else {
            Arrays.fill(arrays, form == Form.JSON ? (byte) '[' : (byte) 0x91);
            for (int i = 0; i + 2 < objects.length; i += 3) {
                objects[i] = (byte) 0x81;
                objects[i + 1] = (byte) 0xA1;
                objects[i + 2] = 'a';
            }
        }
        for (Type type : List.of(Object.class, List.class, String.class, Models.Tree.class)) {
            ValueSerializer<Object> serializer = form.serializer().forType(type);
            for (byte[] bytes : List.of(arrays, objects)) {
                assertThatExceptionOfType(CacheSerializationException.class)
                        .isThrownBy(() -> serializer.read(bytes, 0, bytes.length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeWrittenIsNotTooDeepToBeRead(Form form) {
        ValueSerializer<Object> serializer = form.serializer().forType(Object.class);
        List<Object> nested = List.of();
        for (int depth = 1; depth <= 500; depth++) {
            byte[] bytes = serializer.write(nested);
            assertThat(serializer.read(bytes, 0, bytes.length)).isEqualTo(nested);
            nested = List.of(nested);
        }

        List<Object> tooDeep = nested;
        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.write(tooDeep))
                .withMessageContaining("nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1_000_000_000, 1_000_000_000, Integer.MAX_VALUE})
    void numbersOfAbsurdScaleStaySmall(int scale) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Form form : List.of(Form.SMILE, Form.MESSAGE_PACK)) {
            byte[] bytes = form.serializer()
                    .<BigDecimal>forType(BigDecimal.class)
                    .write(new BigDecimal(BigInteger.TEN.pow(30), scale));
            for (Type type : List.of(
                    int.class,
                    Long.class,
                    Double.class,
                    BigDecimal.class,
                    BigInteger.class,
                    Object.class,
                    String.class,
                    Instant.class,
                    Duration.class,
                    LocalDate.class,
                    ZonedDateTime.class,
                    Date.class,
                    Models.Feeling.class,
                    byte[].class,
                    Optional.class)) {
                ValueSerializer<Object> serializer = form.serializer().forType(type);
                ReadOutcome.of(serializer, bytes);

                long before = threads.getCurrentThreadAllocatedBytes();
                ReadOutcome outcome = ReadOutcome.of(serializer, bytes);

                assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                        .as("%s %s", form, type)
                        .isLessThan(LITTLE);
                assertThat(outcome).isNotEqualTo(ReadOutcome.NULL);
            }
        }
    }

    @Test
    void messagePackOfOthersIsReadTooIfItIsWellFormed() {
        ValueSerializer<Object> serializer = CacheSerializer.messagePack().forType(Object.class);

        assertThat(read(serializer, "CF0000000000000005")).isEqualTo(5);
        assertThat(read(serializer, "CFFFFFFFFFFFFFFFFF"))
                .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        assertThat(read(serializer, "CF7FFFFFFFFFFFFFFF")).isEqualTo(Long.MAX_VALUE);
        assertThat(read(serializer, "D3FFFFFFFFFFFFFFFF")).isEqualTo(-1);
        assertThat(read(serializer, "DA0003EFBFBD")).isEqualTo("\uFFFD");
    }

    private static Object read(ValueSerializer<Object> serializer, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return serializer.read(bytes, 0, bytes.length);
    }
}

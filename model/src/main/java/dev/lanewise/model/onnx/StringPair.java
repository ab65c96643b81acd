package dev.lanewise.model.onnx;

/** ONNX's {@code StringStringEntryProto}. */
record StringPair(String key, String value) {

    static StringPair read(ProtoReader in, String what) {
        String key = "";
        String value = "";
        int outer = in.begin(what);
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> key = in.name();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        in.end(outer);
        return new StringPair(key, value);
    }
}

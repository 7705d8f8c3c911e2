/* The questions of native.py that are asked at each word or text object, without ctypes.

Two thirds of such a question's time go into ctypes, and they are a tenth of reading a long report.
native.py gives the addresses of pdfium's functions, and answers the questions itself where this
could not be compiled; what they mean is written there. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

static struct {
    void *(*text_object)(void *text, int glyph);
    int (*is_generated)(void *text, int glyph);
    int (*has_no_unicode)(void *text, int glyph);
    int (*origin)(void *text, int glyph, double *x, double *y);
    int (*loose_box)(void *text, int glyph, float *left_top_right_bottom);
    int (*matrix)(void *text, int glyph, float *a_to_f);
    double (*font_size)(void *text, int glyph);
    int (*fill_color)(void *text, int glyph, unsigned *red, unsigned *green, unsigned *blue,
                      unsigned *alpha);
    int (*render_mode)(void *drawn);
    void *(*font_of)(void *drawn);
    int (*count_marks)(void *drawn);
    void *(*mark)(void *drawn, unsigned long number);
    int (*mark_name)(void *mark, void *name, unsigned long size, unsigned long *length);
    int (*object_matrix)(void *drawn, float *a_to_f);
} pdfium;

enum { FUNCTIONS = sizeof pdfium / sizeof(void *) };

static PyObject *bind(PyObject *self, PyObject *const *addresses, Py_ssize_t count)
{
    void *found[FUNCTIONS];
    if (count != FUNCTIONS)
        return PyErr_Format(PyExc_TypeError, "%d addresses are needed", FUNCTIONS);
    for (int number = 0; number < FUNCTIONS; number++) {
        found[number] = PyLong_AsVoidPtr(addresses[number]);
        if (PyErr_Occurred())
            return NULL;
    }
    memcpy(&pdfium, found, sizeof pdfium);
    Py_RETURN_NONE;
}

static PyObject *text_object(PyObject *self, PyObject *const *given, Py_ssize_t count)
{
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "text_object(text, glyph)");
    void *text = PyLong_AsVoidPtr(given[0]);
    int glyph = (int)PyLong_AsLong(given[1]);
    if (PyErr_Occurred())
        return NULL;
    return PyLong_FromVoidPtr(pdfium.text_object(text, glyph));
}

/* The same asked about many glyphs. */
static PyObject *each(int (*function)(void *, int), PyObject *const *given, Py_ssize_t count)
{
    if (count != 2 || !PyList_Check(given[1]))
        return PyErr_Format(PyExc_TypeError, "a text and a list of glyphs are needed");
    void *text = PyLong_AsVoidPtr(given[0]);
    if (PyErr_Occurred())
        return NULL;
    Py_ssize_t glyphs = PyList_GET_SIZE(given[1]);
    PyObject *made = PyList_New(glyphs);
    for (Py_ssize_t number = 0; made != NULL && number < glyphs; number++) {
        int glyph = (int)PyLong_AsLong(PyList_GET_ITEM(given[1], number));
        PyObject *answer = PyErr_Occurred() ? NULL : PyLong_FromLong(function(text, glyph));
        if (answer == NULL)
            Py_CLEAR(made);
        else
            PyList_SET_ITEM(made, number, answer);
    }
    return made;
}

static PyObject *generated(PyObject *self, PyObject *const *given, Py_ssize_t count)
{
    return each(pdfium.is_generated, given, count);
}

static PyObject *unmapped(PyObject *self, PyObject *const *given, Py_ssize_t count)
{
    return each(pdfium.has_no_unicode, given, count);
}

static int put(PyObject *list, Py_ssize_t place, double number)
{
    PyObject *made = PyFloat_FromDouble(number);
    if (made == NULL)
        return -1;
    PyList_SET_ITEM(list, place, made);
    return 0;
}

static PyObject *spans(PyObject *self, PyObject *const *given, Py_ssize_t count)
{
    if (count != 3 || !PyList_Check(given[1]) || !PyList_Check(given[2]))
        return PyErr_Format(PyExc_TypeError, "spans(text, heads, tails): two lists are needed");
    void *text = PyLong_AsVoidPtr(given[0]);
    if (PyErr_Occurred())
        return NULL;
    Py_ssize_t words = Py_MIN(PyList_GET_SIZE(given[1]), PyList_GET_SIZE(given[2]));
    PyObject *made[4] = {NULL};
    for (int side = 0; side < 4; side++)
        if ((made[side] = PyList_New(words)) == NULL)
            goto failed;
    for (Py_ssize_t word = 0; word < words; word++) {
        int head = (int)PyLong_AsLong(PyList_GET_ITEM(given[1], word));
        int tail = (int)PyLong_AsLong(PyList_GET_ITEM(given[2], word));
        double x = 0, y = 0;
        float box[4] = {0};
        pdfium.origin(text, head, &x, &y);
        pdfium.loose_box(text, tail, box);
        if (put(made[0], word, x) || put(made[1], word, y) || put(made[2], word, box[2]) ||
            put(made[3], word, box[3]))
            goto failed;
    }
    if (PyErr_Occurred())
        goto failed;
    return Py_BuildValue("(NNNN)", made[0], made[1], made[2], made[3]);
failed:
    for (int side = 0; side < 4; side++)
        Py_XDECREF(made[side]);
    return NULL;
}

static int is_artifact(void *drawn)
{
    static const char wanted[18] = "A\0r\0t\0i\0f\0a\0c\0t\0"; /* as UTF-16, ended by a zero */
    int count = pdfium.count_marks(drawn);
    for (int number = 0; number < count; number++) {
        char name[64];
        unsigned long length = 0;
        if (pdfium.mark_name(pdfium.mark(drawn, number), name, sizeof name, &length) &&
            length == sizeof wanted && memcmp(name, wanted, sizeof wanted) == 0)
            return 1;
    }
    return 0;
}

static PyObject *look(PyObject *self, PyObject *const *given, Py_ssize_t count)
{
    if (count != 3)
        return PyErr_Format(PyExc_TypeError, "look(text, glyph, drawn)");
    void *text = PyLong_AsVoidPtr(given[0]), *drawn = PyLong_AsVoidPtr(given[2]);
    int glyph = (int)PyLong_AsLong(given[1]);
    if (PyErr_Occurred())
        return NULL;
    float m[6] = {0}, own[6] = {0};
    unsigned red = 0, green = 0, blue = 0, alpha = 0;
    int mode = 0, artifact = 0, moved = 0;
    void *font = NULL;
    pdfium.matrix(text, glyph, m);
    double size = pdfium.font_size(text, glyph);
    pdfium.fill_color(text, glyph, &red, &green, &blue, &alpha);
    if (drawn != NULL) {
        mode = pdfium.render_mode(drawn);
        font = pdfium.font_of(drawn);
        artifact = is_artifact(drawn);
        moved = pdfium.object_matrix(drawn, own) && memcmp(m, own, sizeof m) != 0;
    }
    return Py_BuildValue("(dddddIIIIiNNN)", m[0], m[1], m[2], m[3], size, red, green, blue, alpha,
                         mode, PyLong_FromVoidPtr(font), PyBool_FromLong(artifact),
                         PyBool_FromLong(moved));
}

static PyMethodDef functions[] = {
    {"bind", (PyCFunction)(void (*)(void))bind, METH_FASTCALL, NULL},
    {"text_object", (PyCFunction)(void (*)(void))text_object, METH_FASTCALL, NULL},
    {"generated", (PyCFunction)(void (*)(void))generated, METH_FASTCALL, NULL},
    {"unmapped", (PyCFunction)(void (*)(void))unmapped, METH_FASTCALL, NULL},
    {"spans", (PyCFunction)(void (*)(void))spans, METH_FASTCALL, NULL},
    {"look", (PyCFunction)(void (*)(void))look, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "quick", NULL, -1, functions, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_quick(void)
{
    return PyModule_Create(&definition);
}

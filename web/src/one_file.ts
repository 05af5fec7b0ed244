// The page as one file: its styles come along with its program.

import './styles/main.css';
import './main';
